-- The country of the outlet of the texts $version_ids; one row a text whose feed has one.
select article_versions.version_id, feeds.country
from article_versions
join articles using (article_id)
join feeds using (feed_id)
where feeds.country is not null and article_versions.version_id in (select unnest($version_ids))
