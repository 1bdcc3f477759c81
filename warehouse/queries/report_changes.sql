-- State changes that the run $run_id told; one row an alert.
select alert_id, kind, severity, incident_id, title, payload
from alerts
where run_id = $run_id
order by alert_id
limit $limit
