-- The bytes of the documents $document_ids; one row a document.
select document_id, body
from documents
where document_id = any($document_ids)
