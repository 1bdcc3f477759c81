-- Which of the given incidents an alert told of; one row an incident.
select distinct alerts.incident_id
from alerts
where alerts.incident_id in (select unnest($incident_ids))
