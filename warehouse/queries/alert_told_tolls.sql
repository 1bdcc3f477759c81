-- What was told of the tolls of the given incidents, the oldest first; one row an alert.
select alerts.alert_id, alerts.incident_id, alerts.rule, alerts.payload
from alerts
where alerts.incident_id in (select unnest($incident_ids))
order by alerts.raised_at, alerts.alert_id
