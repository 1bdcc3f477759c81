-- Runs that have not said how they ended; one row a run.
select runs.*
from runs
where runs.state = 'running'
order by runs.started_at
