-- How many messages a rule has put on its way to a channel since a moment; one row a rule and channel.
select
    deliveries.rule,
    deliveries.channel,
    count(distinct coalesce(deliveries.group_key, deliveries.batch_key)) as messages
from deliveries
join alerts using (alert_id)
where alerts.raised_at > $since and deliveries.rule is not null
group by deliveries.rule, deliveries.channel
