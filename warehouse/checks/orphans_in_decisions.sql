-- Whatever a row of decisions refers to is there.
with orphans as (
    select decisions.decision_id as row_id, 'incident_id' as reference, decisions.incident_id as missing
    from decisions
    anti join incidents as referred on referred.incident_id = decisions.incident_id
    where decisions.incident_id is not null
    union all
    select decisions.decision_id, 'other_incident_id', decisions.other_incident_id
    from decisions
    anti join incidents as referred on referred.incident_id = decisions.other_incident_id
    where decisions.other_incident_id is not null
    union all
    select decisions.decision_id, 'undoes_id', decisions.undoes_id
    from decisions
    anti join decisions as referred on referred.decision_id = decisions.undoes_id
    where decisions.undoes_id is not null
    union all
    select decisions.decision_id, 'run_id', decisions.run_id
    from decisions
    anti join runs as referred on referred.run_id = decisions.run_id
    where decisions.run_id is not null
)

select * from orphans
