-- The given incidents, the newest first, with their tolls; one row an incident and harm.
with classed as (
    select
        incident_claims.incident_id,
        string_agg(distinct claims.victim_class, ' ' order by claims.victim_class) as victim_classes
    from incident_claims
    join claims using (claim_id)
    where incident_claims.incident_id in (select unnest($ids::varchar[]))
    group by incident_claims.incident_id
),

tolled as (
    select
        incidents.*,
        current_tolls.harm,
        current_tolls.low,
        current_tolls.best,
        current_tolls.high,
        current_tolls.claimants,
        current_tolls.evidence_grade as toll_grade,
        max(coalesce(current_tolls.revised_at, incidents.opened_at)) over (partition by incidents.incident_id) as changed_at
    from incidents
    left join current_tolls using (incident_id)
    where incidents.incident_id in (select unnest($ids::varchar[]))
)

select
    tolled.incident_id,
    tolled.title,
    tolled.place_name,
    tolled.country,
    tolled.event_date,
    coalesce(tolled.acled_sub_event_type, lower(tolled.plover_type)) as event_type,
    tolled.evidence_grade,
    tolled.latitude,
    tolled.longitude,
    if(
        places.feature_class is null or places.feature_class <> 'A',
        'exact',
        if(places.admin1 is null, 'country', 'province')
    ) as place_precision,
    tolled.opened_at,
    tolled.changed_at,
    tolled.harm,
    tolled.low,
    tolled.best,
    tolled.high,
    tolled.claimants,
    tolled.toll_grade,
    classed.victim_classes
from tolled
left join classed using (incident_id)
left join places on places.place_id = tolled.place_id
order by
    tolled.opened_at desc,
    tolled.incident_id,
    list_position(['killed', 'injured', 'missing', 'abducted', 'detained', 'displaced'], tolled.harm)
