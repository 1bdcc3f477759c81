-- The incidents of the given ids; one row an incident.
select incidents.*
from incidents
where incidents.incident_id in (select unnest($incident_ids))
order by incidents.incident_id
