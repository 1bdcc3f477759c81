-- Whether a run of the flow $flow started after $moment; one row.
select count(*) > 0 as has_run
from runs
where flow = $flow and started_at > $moment
