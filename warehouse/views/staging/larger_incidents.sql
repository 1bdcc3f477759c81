-- One row a toll that is a part of a larger one: same day, harm and kind of event, in a place of the province that the
-- larger one is told of, and no more people; or an incident that a user made a part of another one.
with tolls as (
    select
        incidents.incident_id,
        incidents.country,
        incidents.event_date,
        incidents.place_id,
        incidents.plover_type,
        incidents.acled_sub_event_type,
        incidents.opened_at,
        current_tolls.harm,
        coalesce(current_tolls.best, current_tolls.high, current_tolls.low) as people,
        places.admin1,
        coalesce(places.feature_class, '') = 'A' as is_area
    from incidents
    join current_tolls using (incident_id)
    left join places using (place_id)
),

parts as (
    select
        part.incident_id,
        part.harm,
        larger.incident_id as larger_incident_id,
        larger.opened_at,
        larger.people
    from tolls as part
    join tolls as larger
        on larger.country = part.country
        and larger.event_date = part.event_date
        and larger.harm = part.harm
        and larger.admin1 = part.admin1
    where
        larger.incident_id <> part.incident_id
        and length(part.event_date) = 10
        and larger.is_area
        and not part.is_area
        and larger.people >= part.people
        and (larger.plover_type = part.plover_type or larger.plover_type is null or part.plover_type is null)
        and (
            larger.acled_sub_event_type = part.acled_sub_event_type
            or larger.acled_sub_event_type is null
            or part.acled_sub_event_type is null
        )
        and larger.incident_id not in (select incident_id from folded_incidents)
    union all
    select tolls.incident_id, tolls.harm, folded_incidents.into_incident_id, 'epoch'::timestamptz, tolls.people
    from tolls
    join folded_incidents using (incident_id)
),

larger_incidents as (
    select incident_id, harm, arg_max(larger_incident_id, (people, larger_incident_id)) as larger_incident_id
    from parts
    group by incident_id, harm
)

select * from larger_incidents
