-- Pending deliveries that are due, of channels that are not paused; one row a delivery, the oldest alert first.
select deliveries.*
from deliveries
join alerts using (alert_id)
where deliveries.state = 'pending'
  and deliveries.next_attempt_at <= $now
  and not list_contains($paused::varchar[], deliveries.channel)
order by alerts.raised_at, deliveries.alert_id, deliveries.channel
limit $batch
