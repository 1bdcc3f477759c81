-- The newest run of the flow $flow; one row or none.
select run_id, state, started_at, finished_at, error
from runs
where flow = $flow
order by started_at desc
limit 1
