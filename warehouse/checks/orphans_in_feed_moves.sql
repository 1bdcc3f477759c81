-- Whatever a row of feed_moves refers to is there.
with orphans as (
    select feed_moves.move_id as row_id, 'feed_id' as reference, feed_moves.feed_id as missing
    from feed_moves
    anti join feeds using (feed_id)
    where feed_moves.feed_id is not null
    union all
    select feed_moves.move_id, 'run_id', feed_moves.run_id
    from feed_moves
    anti join runs using (run_id)
    where feed_moves.run_id is not null
)

select * from orphans
