-- What the given incidents may be the same as, undecided; one row an incident and other incident.
select pairs.incident_id, pairs.other_incident_id, incidents.title as other_title
from (
    select incident_id, other_incident_id from possibly_same
    union all
    select other_incident_id, incident_id from possibly_same
) as pairs
join incidents on incidents.incident_id = pairs.other_incident_id
where pairs.incident_id in (select unnest($ids::varchar[]))
order by pairs.incident_id, pairs.other_incident_id
