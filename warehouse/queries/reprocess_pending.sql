-- Texts that another engine has read and $engine_version has not, oldest first; one row a text.
select article_versions.version_id
from article_versions
where exists (
    select 1 from extractions where extractions.version_id = article_versions.version_id and extractions.outcome <> 'failed'
)
and not exists (
    select 1
    from extractions
    where extractions.version_id = article_versions.version_id and extractions.engine_version = $engine_version
)
order by article_versions.created_at, article_versions.version_id
