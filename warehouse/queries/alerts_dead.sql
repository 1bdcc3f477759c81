-- Deliveries that were given up, with the reason; one row a delivery, newest alert first.
select deliveries.alert_id, deliveries.channel, deliveries.attempts, deliveries.error, alerts.title
from deliveries
inner join alerts using (alert_id)
where deliveries.state = 'dead'
order by alerts.raised_at desc, deliveries.delivery_id
limit $limit
