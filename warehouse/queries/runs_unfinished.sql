-- The newest run of the monitor flow, where it did not complete; one row or none.
select run_id, state, started_at
from (select run_id, state, started_at from runs where flow = 'monitor' order by started_at desc limit 1) as newest
where state <> 'completed'
