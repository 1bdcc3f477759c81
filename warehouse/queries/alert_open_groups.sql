-- Groups that gather alerts, with the time at which they are closed; one row a group.
select deliveries.group_key, min(deliveries.next_attempt_at) as closes_at
from deliveries
where deliveries.state = 'pending' and deliveries.batch_key is null and deliveries.group_key is not null
group by deliveries.group_key
