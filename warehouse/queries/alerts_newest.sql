-- The newest alerts with the states of their deliveries by channel; one row an alert, newest first.
select
    alerts.alert_id,
    alerts.kind,
    alerts.severity,
    alerts.title,
    alerts.raised_at,
    coalesce(string_agg(deliveries.channel || ': ' || deliveries.state, ', ' order by deliveries.channel), 'none') as deliveries
from alerts
left join deliveries using (alert_id)
group by alerts.alert_id, alerts.kind, alerts.severity, alerts.title, alerts.raised_at
order by alerts.raised_at desc, alerts.alert_id
limit $limit
