-- Feeds and pages whose bytes are kept, fetched from $since on (NULL: all); one row a document, oldest first.
select document_id
from documents
where kind in ('feed', 'page') and dropped_at is null and ($since is null or fetched_at >= $since)
order by fetched_at, document_id
