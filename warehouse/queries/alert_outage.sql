-- The outage of this machine or its network that still lasts, by the poll it began with; one row or none.
with polls as (
    select
        run_id,
        min(started_at) as started_at,
        bool_or(coalesce(is_our_fault, false)) as is_ours,
        count(*) as feeds,
        count(*) filter (where is_our_fault) as failed,
        mode(error_class) filter (where is_our_fault) as error_class
    from fetches
    where kind = 'feed'
    group by run_id
)

select polls.run_id, polls.started_at, polls.feeds, polls.failed, polls.error_class
from polls
where
    polls.is_ours
    and polls.started_at > coalesce((select max(well.started_at) from polls as well where not well.is_ours), '-infinity')
order by polls.started_at
limit 1
