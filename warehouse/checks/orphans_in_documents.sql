-- Whatever a row of documents refers to is there.
with orphans as (
    select documents.document_id as row_id, 'run_id' as reference, documents.run_id as missing
    from documents
    anti join runs using (run_id)
    where documents.run_id is not null
    union all
    select documents.document_id, 'feed_id', documents.feed_id
    from documents
    anti join feeds using (feed_id)
    where documents.feed_id is not null
)

select * from orphans
