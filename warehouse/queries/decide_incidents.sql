-- Incidents whose id starts with the given characters, with the one that they were folded into; one row an incident, at
-- most two.
select incidents.incident_id, incidents.title, folded_incidents.into_incident_id
from incidents
left join folded_incidents using (incident_id)
where starts_with(incidents.incident_id, $incident_id)
order by incidents.incident_id
limit 2
