-- Feeds, and pages and entries that were read, fetched before $before, whose bytes are still kept; one row a document.
select documents.document_id
from documents
left join readings on documents.document_id = readings.document_id
where
    documents.fetched_at < $before
    and documents.dropped_at is null
    and (documents.kind = 'feed' or readings.document_id is not null)
order by documents.document_id
