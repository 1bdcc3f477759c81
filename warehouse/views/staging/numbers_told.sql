-- One row a number that an article has ever carried of an incident, by harm, factuality and claimant: when it first did.
-- An edit is later than its first text, but a number that the article has carried before keeps its time.
--   $articles: List of article_id.
with numbers_told as (
    select
        claims.article_id,
        claims.harm,
        -- bounds that an extractor turned round are put in order
        if(claims.count_low > claims.count_high, claims.count_high, claims.count_low) as low,
        if(claims.count_low > claims.count_high, claims.count_low, claims.count_high) as high,
        claims.factuality,
        lower(coalesce(claims.claimant_name, claims.claimant_text)) as claimant,
        min(if(
            article_versions.version_number = 1,
            coalesce(article_versions.published_at, article_versions.created_at),
            greatest(article_versions.published_at, article_versions.created_at)
        )) as said_at
    from claims
    join article_versions using (version_id)
    where claims.scope in ('incident', 'subset')
      and claims.article_id in (select unnest($articles))
    group by all
)

select * from numbers_told
