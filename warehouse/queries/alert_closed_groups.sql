-- Groups of which a message went out since a moment, with the time of the last one; one row a group.
select deliveries.group_key, max(coalesce(deliveries.delivered_at, deliveries.next_attempt_at)) as closed_at
from deliveries
join alerts using (alert_id)
where deliveries.batch_key is not null and deliveries.group_key is not null and alerts.raised_at > $since
group by deliveries.group_key
