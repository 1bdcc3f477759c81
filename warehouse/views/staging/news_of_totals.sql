-- One row a running total that is larger than all before it of its claimant, region and harm: growth, with the largest of
-- the usual steps (100, 1,000, 5,000, 10,000, 50,000 ...) that it passed. The first total is where a series starts.
with totals as (
    select
        claims.claim_id,
        claims.run_id,
        claims.version_id,
        claims.harm,
        coalesce(claims.claimant_name, claims.claimant_text, articles.outlet) as claimant,
        coalesce(claims.place_name, claims.place_text) as region,
        claims.country,
        claims.period_start,
        claims.count_low as total,
        coalesce(article_versions.published_at, article_versions.created_at) as said_at,
        coalesce(runs.started_at, article_versions.created_at) as read_at,
        readings.engines = 1 as one_engine
    from current_claims as claims
    join articles using (article_id)
    join article_versions on article_versions.version_id = claims.version_id
    left join runs on runs.run_id = claims.run_id
    join (
        select version_id, count(*) as engines from extractions group by version_id
    ) as readings on readings.version_id = claims.version_id
    where claims.scope = 'cumulative' and claims.factuality = 'asserted' and claims.count_low is not null
),

series as (
    select
        *,
        lower(claimant) as series_claimant,
        lower(coalesce(region, country, '')) as series_region,
        max(total) over (
            partition by lower(claimant), lower(coalesce(region, country, '')), harm
            order by said_at, claim_id
            rows between unbounded preceding and 1 preceding
        ) as before
    from totals
),

news_of_totals as (
    select
        *,
        list_max(list_filter(
            list_concat([100], flatten(list_transform(range(3, 16), lambda p: [(10 ** p)::bigint, (5 * 10 ** p)::bigint]))),
            lambda step: step > before and step <= total
        )) as milestone
    from series
    where before is not null and total > before
)

select * from news_of_totals
