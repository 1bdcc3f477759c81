-- Every incident, whether claims are linked to it now or only were; one row an incident.
select incidents.incident_id
from incidents
order by incidents.incident_id
