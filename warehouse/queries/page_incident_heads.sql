-- The given incidents with what they are a part of now; one row an incident.
select
    incidents.incident_id,
    incidents.title,
    incidents.place_name,
    incidents.country,
    incidents.event_date,
    coalesce(incidents.acled_sub_event_type, lower(incidents.plover_type)) as event_type,
    incidents.evidence_grade,
    incidents.latitude,
    incidents.longitude,
    if(
        places.feature_class is null or places.feature_class <> 'A',
        'exact',
        if(places.admin1 is null, 'country', 'province')
    ) as place_precision,
    incidents.opened_at,
    folded_incidents.into_incident_id
from incidents
left join folded_incidents using (incident_id)
left join places using (place_id)
where incidents.incident_id in (select unnest($ids::varchar[]))
