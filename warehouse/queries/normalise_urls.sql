-- Which article the pages at $urls gave before, so that an article keeps its name; one row a URL.
select documents.url, first(article_versions.article_id order by readings.read_at, readings.document_id) as article_id
from documents
inner join readings on documents.document_id = readings.document_id
inner join article_versions on readings.version_id = article_versions.version_id
where documents.url = any($urls)
group by documents.url
