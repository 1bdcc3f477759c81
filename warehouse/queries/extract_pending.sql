-- Article versions that no engine has read, or whose only reading failed with another engine; one row a version, oldest first.
-- $live: those of live runs, else those of a backfill or import.
select article_versions.*
from article_versions
where $live = (article_versions.run_id not in (select run_id from runs where flow in ('backfill', 'import')))
  and not exists (
    select 1
    from extractions
    where extractions.version_id = article_versions.version_id
      and (extractions.outcome <> 'failed' or extractions.engine_version = $engine_version)
)
order by article_versions.created_at, article_versions.version_id
