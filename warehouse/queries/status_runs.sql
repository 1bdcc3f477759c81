-- The newest runs with what they wrote; one row a run.
select pipeline_runs.*
from pipeline_runs
limit $limit
