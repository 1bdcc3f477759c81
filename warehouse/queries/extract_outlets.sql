-- The country of the outlet of each article version that no engine has read, or whose only reading failed with another
-- engine; one row a version whose feed has a country.
select article_versions.version_id, feeds.country
from article_versions
join articles using (article_id)
join feeds using (feed_id)
where feeds.country is not null
  and not exists (
    select 1
    from extractions
    where extractions.version_id = article_versions.version_id
      and (extractions.outcome <> 'failed' or extractions.engine_version = $engine_version)
)
