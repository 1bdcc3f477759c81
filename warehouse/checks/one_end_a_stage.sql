-- After a live run that completed, everything that it took in has exactly one end at each stage: a document one reading, a
-- text one extraction by the newest engine, a run's extractions resolved. What a backfill took in may wait for its next slice.
with live as (
    select run_id from runs where state = 'completed' and flow = 'monitor'
),

ends as (
    select documents.document_id as subject, 'normalise' as stage, count(readings.document_id) as ends
    from documents
    join live using (run_id)
    left join readings using (document_id)
    where documents.kind in ('page', 'entry')
    group by documents.document_id
    union all
    select article_versions.version_id, 'extract', count(extractions.version_id)
    from article_versions
    join live using (run_id)
    left join extractions
        on extractions.version_id = article_versions.version_id and extractions.engine_version = (
            select max_by(latest.engine_version, (latest.extracted_at, latest.engine_version))
            from extractions as latest
            where latest.version_id = article_versions.version_id
        )
    group by article_versions.version_id
    union all
    select extractions.run_id, 'resolve', count(distinct resolved_runs.run_id)
    from extractions
    join live using (run_id)
    left join resolved_runs using (run_id)
    where exists (from resolved_runs) -- a warehouse that was migrated just now has its first resolving before it
    group by extractions.run_id
)

select * from ends where ends <> 1
