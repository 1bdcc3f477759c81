-- Whatever a row of resolved_withdrawals refers to is there.
with orphans as (
    select resolved_withdrawals.article_id as row_id, 'article_id' as reference, resolved_withdrawals.article_id as missing
    from resolved_withdrawals
    anti join articles as referred on referred.article_id = resolved_withdrawals.article_id
    where resolved_withdrawals.article_id is not null
    union all
    select resolved_withdrawals.article_id, 'run_id', resolved_withdrawals.run_id
    from resolved_withdrawals
    anti join runs as referred on referred.run_id = resolved_withdrawals.run_id
    where resolved_withdrawals.run_id is not null
)

select * from orphans
