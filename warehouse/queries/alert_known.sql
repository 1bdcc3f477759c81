-- Which of the given alerts were raised before; one row an alert.
select alerts.alert_id
from alerts
where alerts.alert_id in (select unnest($alert_ids))
