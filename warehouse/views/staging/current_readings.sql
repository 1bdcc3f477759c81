-- One row an article that was read and is not withdrawn: the text that counts for it, and the newest engine that read
-- that text.
-- That is its current text or, while that is unread or could not be read, the newest text that was.
-- What older texts and older engines said stays in claims, statements, positions, events and entities as history.
-- It is what readings_of gives for all articles, found with less work: nearly every article has one text, read once.
with engines as (
    select version_id, max_by(engine_version, (extracted_at, engine_version)) as engine_version
    from extractions
    where outcome <> 'failed'
    group by version_id
),

unread as (
    select articles.*
    from articles
    anti join engines on engines.version_id = articles.current_version_id
),

chosen as (
    select
        articles.article_id,
        engines.version_id,
        engines.engine_version,
        articles.outlet,
        articles.canonical_url as url
    from articles
    join engines on engines.version_id = articles.current_version_id
    union all
    select
        unread.article_id,
        article_versions.version_id,
        engines.engine_version,
        unread.outlet,
        unread.canonical_url
    from unread
    join article_versions using (article_id)
    join engines using (version_id)
    qualify row_number() over (partition by unread.article_id order by article_versions.version_number desc) = 1
),

current_readings as (
    select
        chosen.*,
        article_versions.title as article_title,
        coalesce(article_versions.published_at, article_versions.created_at) as reported_at
    from chosen
    join article_versions using (version_id)
    anti join withdrawn_articles on withdrawn_articles.article_id = chosen.article_id
)

select * from current_readings
