-- Whatever a row of positions refers to is there.
with orphans as (
    select positions.position_id as row_id, 'version_id' as reference, positions.version_id as missing
    from positions
    anti join article_versions using (version_id)
    where positions.version_id is not null
    union all
    select positions.position_id, 'article_id', positions.article_id
    from positions
    anti join articles using (article_id)
    where positions.article_id is not null
    union all
    select positions.position_id, 'run_id', positions.run_id
    from positions
    anti join runs using (run_id)
    where positions.run_id is not null
)

select * from orphans
