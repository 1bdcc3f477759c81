-- One row a text (article version) of the given articles: who carries it, since when, the newest engine that read it
-- (engine_version; NULL: none), and whether it counts for its article. The one that counts is the article's current text
-- or, while that is unread or could not be read, the newest text that was; of a withdrawn article none counts.
--   $articles: List of article_id.
with chosen as (
    select article_versions.*, articles.outlet, articles.canonical_url, articles.current_version_id, articles.feed_id
    from article_versions
    join articles using (article_id)
    where article_versions.article_id in (select unnest($articles))
),

engines as (
    select
        version_id,
        max_by(engine_version, (extracted_at, engine_version)) as engine_version,
        count(*) > 1 as read_again
    from extractions
    where outcome <> 'failed' and version_id in (select version_id from chosen)
    group by version_id
),

texts_of as (
    select
        chosen.article_id,
        chosen.version_id,
        chosen.version_number,
        engines.engine_version,
        coalesce(engines.read_again, false) as read_again,
        chosen.outlet,
        chosen.feed_id,
        chosen.canonical_url as url,
        chosen.title as article_title,
        chosen.text as article_text,
        chosen.near_duplicate_group,
        coalesce(chosen.published_at, chosen.created_at) as reported_at,
        -- an edit is later than its first text
        if(
            chosen.version_number = 1,
            coalesce(chosen.published_at, chosen.created_at),
            greatest(chosen.published_at, chosen.created_at)
        ) as told_at,
        chosen.version_number > 1 or chosen.version_id <> chosen.current_version_id as edited,
        engines.version_id is not null
        and chosen.article_id not in (select article_id from withdrawn_articles)
        and row_number() over (
            partition by chosen.article_id
            order by
                engines.version_id is not null desc,
                chosen.version_id = chosen.current_version_id desc,
                chosen.version_number desc
        ) = 1 as counts
    from chosen
    left join engines using (version_id)
)

select * from texts_of
