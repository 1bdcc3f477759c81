-- Whatever a row of incident_pairs refers to is there.
with orphans as (
    select incident_pairs.pair_id as row_id, 'incident_id' as reference, incident_pairs.incident_id as missing
    from incident_pairs
    anti join incidents as referred on referred.incident_id = incident_pairs.incident_id
    where incident_pairs.incident_id is not null
    union all
    select incident_pairs.pair_id, 'other_incident_id', incident_pairs.other_incident_id
    from incident_pairs
    anti join incidents as referred on referred.incident_id = incident_pairs.other_incident_id
    where incident_pairs.other_incident_id is not null
    union all
    select incident_pairs.pair_id, 'run_id', incident_pairs.run_id
    from incident_pairs
    anti join runs as referred on referred.run_id = incident_pairs.run_id
    where incident_pairs.run_id is not null
)

select * from orphans
