-- Whatever a row of entries refers to is there.
with orphans as (
    select entries.entry_id as row_id, 'run_id' as reference, entries.run_id as missing
    from entries
    anti join runs using (run_id)
    where entries.run_id is not null
    union all
    select entries.entry_id, 'feed_id', entries.feed_id
    from entries
    anti join feeds using (feed_id)
    where entries.feed_id is not null
    union all
    select entries.entry_id, 'document_id', entries.document_id
    from entries
    anti join documents using (document_id)
    where entries.document_id is not null
)

select * from orphans
