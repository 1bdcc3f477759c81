-- Article versions that no engine has read, or whose only reading failed with another engine; one row a version, oldest first.
select article_versions.*
from article_versions
where not exists (
    select 1
    from extractions
    where extractions.version_id = article_versions.version_id
      and (extractions.outcome <> 'failed' or extractions.engine_version = $engine_version)
)
order by article_versions.created_at, article_versions.version_id
