-- Whatever a row of fetches refers to is there.
with orphans as (
    select fetches.fetch_id as row_id, 'run_id' as reference, fetches.run_id as missing
    from fetches
    anti join runs using (run_id)
    where fetches.run_id is not null
    union all
    select fetches.fetch_id, 'feed_id', fetches.feed_id
    from fetches
    anti join feeds using (feed_id)
    where fetches.feed_id is not null
)

select * from orphans
