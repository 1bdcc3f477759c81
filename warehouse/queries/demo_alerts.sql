-- Alerts that one run raised, with their deliveries; one row an alert.
select
    alerts.kind,
    alerts.title,
    coalesce(string_agg(deliveries.channel || ' ' || deliveries.state, ', ' order by deliveries.channel), 'none') as deliveries
from alerts
left join deliveries using (alert_id)
where alerts.run_id = $run_id
group by alerts.alert_id, alerts.kind, alerts.title
order by alerts.kind, alerts.title
