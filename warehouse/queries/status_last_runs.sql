-- The newest run of each flow, and the newest one that completed; one row a flow.
select
    flow,
    max_by(run_id, started_at) as run_id,
    max_by(state, started_at) as state,
    max(started_at) as started_at,
    max_by(error, started_at) filter (where error is not null) as last_error,
    max(finished_at) filter (where state = 'completed') as completed_at,
    max_by(counts, started_at) filter (where counts is not null) as counts,
    max_by(engine_version, started_at) as engine_version,
    count(*) filter (where state = 'completed') as completed,
    count(*) filter (where state = 'failed') as failed,
    count(*) filter (where state = 'crashed') as crashed
from runs
group by flow
order by flow
