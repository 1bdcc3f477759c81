-- How many versions of one article are kept; one row.
select count(*) as versions
from article_versions
inner join articles using (article_id)
where articles.canonical_url = $url
