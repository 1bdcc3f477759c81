-- Running totals, at least two of a series, the series told of last first; one row a total, at most $limit.
with sized as (
    select
        cumulative_series.*,
        count(*) over series as totals,
        max(reported_at) over series as told_at
    from cumulative_series
    window series as (partition by lower(claimant), harm, region, period_start)
)

select
    sized.claimant,
    sized.harm,
    sized.region,
    sized.period_start,
    sized.reported_at,
    sized.count_low,
    sized.count_high,
    sized.count_text,
    sized.fell,
    sized.totals,
    sized.url
from sized
order by sized.told_at desc, sized.region, sized.harm, lower(sized.claimant), sized.period_start, sized.reported_at
limit $limit
