-- Pending deliveries of messages that are due, of channels that are not paused, whole messages only; one row a delivery,
-- the oldest alert first.
with due as (
    select deliveries.channel, coalesce(deliveries.batch_key, deliveries.alert_id) as batch_key, min(alerts.raised_at) as raised_at
    from deliveries
    join alerts using (alert_id)
    where deliveries.state = 'pending'
      and (deliveries.batch_key is not null or deliveries.group_key is null)
      and deliveries.next_attempt_at <= $now
      and not list_contains($paused::varchar[], deliveries.channel)
    group by 1, 2
    order by 3, 2, 1
    limit $batch
)

select deliveries.*
from deliveries
join due on due.channel = deliveries.channel and due.batch_key = coalesce(deliveries.batch_key, deliveries.alert_id)
join alerts using (alert_id)
where deliveries.state = 'pending'
order by due.raised_at, due.batch_key, deliveries.channel, alerts.raised_at, deliveries.alert_id
