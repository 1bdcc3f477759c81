-- Incidents found by the first characters of their id, with the one that they are a part of now; one row an incident, at
-- most two.
select incidents.*, folded_incidents.into_incident_id
from incidents
left join folded_incidents using (incident_id)
where starts_with(incidents.incident_id, $incident_id)
order by incidents.incident_id
limit 2
