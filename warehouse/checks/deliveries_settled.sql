-- A delivery has a time of delivery just when it is delivered.
select delivery_id, alert_id, channel, state, delivered_at
from deliveries
where (state = 'delivered') <> (delivered_at is not null)
