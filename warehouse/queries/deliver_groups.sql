-- Deliveries of groups that are due to be closed, the oldest alert first; one row a delivery.
with due as (
    select deliveries.group_key, deliveries.channel
    from deliveries
    where deliveries.state = 'pending' and deliveries.batch_key is null and deliveries.group_key is not null
    group by deliveries.group_key, deliveries.channel
    having min(deliveries.next_attempt_at) <= $now
)

select deliveries.*
from deliveries
join due on due.group_key = deliveries.group_key and due.channel = deliveries.channel
join alerts using (alert_id)
where deliveries.state = 'pending' and deliveries.batch_key is null
order by alerts.raised_at, deliveries.alert_id, deliveries.channel
