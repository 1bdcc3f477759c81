-- The versions of an article are numbered 1, 2, ... without gap or repeat.
select article_id, count(*) as versions, min(version_number) as first_number, max(version_number) as last_number
from article_versions
group by article_id
having min(version_number) <> 1 or max(version_number) <> count(*) or count(distinct version_number) <> count(*)
