-- The texts $version_ids; one row a text.
select article_versions.*
from article_versions
where version_id in (select unnest($version_ids))
order by created_at, version_id
