-- The alerts of the given ids; one row an alert.
select alerts.*
from alerts
where alerts.alert_id in (select unnest($alert_ids))
