-- How much every run has read so far; one row a run that has read more than was resolved of it.
-- Where nothing counts for any incident (the first resolving, or what was resolved was deleted to be made anew), all have.
with counted as (
    select run_id, count(*) as extraction_count, 0 as reading_count from extractions group by run_id
    union all
    select run_id, 0, count(*) from readings group by run_id
)

select
    counted.run_id,
    cast(sum(counted.extraction_count) as bigint) as extraction_count,
    cast(sum(counted.reading_count) as bigint) as reading_count
from counted
left join resolved_runs
    on resolved_runs.run_id = counted.run_id and exists (select 1 from incident_claims)
group by counted.run_id
having sum(counted.extraction_count) > coalesce(any_value(resolved_runs.extraction_count), 0)
    or sum(counted.reading_count) > coalesce(any_value(resolved_runs.reading_count), 0)
order by counted.run_id
