-- Whatever a row of articles refers to is there.
with orphans as (
    select articles.article_id as row_id, 'feed_id' as reference, articles.feed_id as missing
    from articles
    anti join feeds using (feed_id)
    where articles.feed_id is not null
    union all
    select articles.article_id, 'entry_id', articles.entry_id
    from articles
    anti join entries using (entry_id)
    where articles.entry_id is not null
    union all
    select articles.article_id, 'current_version_id', articles.current_version_id
    from articles
    anti join article_versions on article_versions.version_id = articles.current_version_id
    where articles.current_version_id is not null
)

select * from orphans
