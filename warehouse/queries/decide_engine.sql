-- The engine of the newest run, which a decision of a user leaves as it is; at most one row.
select runs.engine_version
from runs
order by runs.started_at desc, runs.run_id
limit 1
