-- One row a run: how it ended, how long it took and what it wrote, newest first.
--   run_id: Key: the run (runs).
--   flow: Name of the flow.
--   state: running, completed, failed or crashed.
--   started_at: When it started (UTC).
--   seconds: How long it took; NULL while it runs.
--   fetch_count: Requests sent.
--   fetch_error_count: Requests that went wrong.
--   document_count: New bodies kept.
--   version_count: New or changed texts.
--   claim_count: Claims written.
--   statement_count: Statements written.
--   revision_count: Changes of a toll.
--   alert_count: Alerts raised.
--   quarantine_count: Things that could not be processed.
--   engine_version: The engine that extracted.
--   error: Why it failed; NULL where it did not.
with written as (
    select run_id, 'fetch' as what, count(*) as number from fetches group by run_id
    union all
    select run_id, 'fetch_error', count(*) from fetches where outcome = 'error' group by run_id
    union all
    select run_id, 'document', count(*) from documents group by run_id
    union all
    select run_id, 'version', count(*) from article_versions group by run_id
    union all
    select run_id, 'claim', count(*) from claims group by run_id
    union all
    select run_id, 'statement', count(*) from statements group by run_id
    union all
    select run_id, 'revision', count(*) from toll_revisions group by run_id
    union all
    select run_id, 'alert', count(*) from alerts group by run_id
    union all
    select run_id, 'quarantine', count(*) from quarantine group by run_id
),

counts as (
    select
        run_id,
        max(number) filter (where what = 'fetch') as fetch_count,
        max(number) filter (where what = 'fetch_error') as fetch_error_count,
        max(number) filter (where what = 'document') as document_count,
        max(number) filter (where what = 'version') as version_count,
        max(number) filter (where what = 'claim') as claim_count,
        max(number) filter (where what = 'statement') as statement_count,
        max(number) filter (where what = 'revision') as revision_count,
        max(number) filter (where what = 'alert') as alert_count,
        max(number) filter (where what = 'quarantine') as quarantine_count
    from written
    group by run_id
),

pipeline_runs as (
    select
        runs.run_id,
        runs.flow,
        runs.state,
        runs.started_at,
        epoch(runs.finished_at) - epoch(runs.started_at) as seconds,
        coalesce(counts.fetch_count, 0) as fetch_count,
        coalesce(counts.fetch_error_count, 0) as fetch_error_count,
        coalesce(counts.document_count, 0) as document_count,
        coalesce(counts.version_count, 0) as version_count,
        coalesce(counts.claim_count, 0) as claim_count,
        coalesce(counts.statement_count, 0) as statement_count,
        coalesce(counts.revision_count, 0) as revision_count,
        coalesce(counts.alert_count, 0) as alert_count,
        coalesce(counts.quarantine_count, 0) as quarantine_count,
        runs.engine_version,
        runs.error
    from runs
    left join counts using (run_id)
)

select * from pipeline_runs order by started_at desc, run_id
