-- The newest run that started later than $now, by a clock that was wrong then or is now; one row or none.
select run_id, started_at
from runs
where started_at > $now
order by started_at desc
limit 1
