-- The documents $document_ids with their bytes; one row a document, oldest first.
select documents.*
from documents
where document_id = any($document_ids)
order by fetched_at, document_id
