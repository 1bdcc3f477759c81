-- Feeds whose bytes are kept, fetched from the day $first to the day $last (UTC); one row a document, oldest first.
select document_id
from documents
where kind = 'feed'
  and feed_id is not null
  and dropped_at is null
  and cast(fetched_at at time zone 'UTC' as date) between $first and $last
order by fetched_at, document_id
