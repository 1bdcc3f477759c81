-- One row an article that was read: the text that counts for it, and the newest engine that read that text.
-- That is its current text or, while that is unread or could not be read, the newest text that was.
-- What older texts and older engines said stays in claims, statements, positions, events and entities as history.
with engines as (
    select version_id, max_by(engine_version, (extracted_at, engine_version)) as engine_version
    from extractions
    where outcome <> 'failed'
    group by version_id
),

versions as (
    select
        article_versions.*,
        engines.engine_version,
        articles.outlet,
        articles.canonical_url,
        row_number() over (
            partition by articles.article_id
            order by
                article_versions.version_id = articles.current_version_id desc,
                article_versions.version_number desc
        ) as place
    from article_versions
    join engines using (version_id)
    join articles using (article_id)
),

current_readings as (
    select
        article_id,
        version_id,
        engine_version,
        outlet,
        canonical_url as url,
        title as article_title,
        text as article_text,
        coalesce(published_at, created_at) as reported_at
    from versions
    where place = 1
)

select * from current_readings
