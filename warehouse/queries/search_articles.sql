-- The best $limit articles whose current text (title included) holds all of $patterns and none of $unwanted, reported at or
-- after $since (NULL: ever), ranked by BM25; one row an article. $stems are plain parts of what the patterns match: they are
-- looked for first, because that is quick. Withdrawn articles are left out.
with texts as materialized (
    select
        article_versions.version_id,
        articles.outlet,
        articles.canonical_url as url,
        article_versions.title,
        article_versions.text,
        coalesce(article_versions.published_at, article_versions.created_at) as reported_at,
        length(article_versions.text) as size,
        list_transform(
            $stems::varchar[],
            lambda stem: contains(lower(strip_accents(coalesce(article_versions.title, '') || ' ' || article_versions.text)), stem)
        ) as hits
    from articles
    join article_versions on article_versions.version_id = articles.current_version_id
    where ($since::timestamptz is null or coalesce(article_versions.published_at, article_versions.created_at) >= $since)
      and articles.article_id not in (select article_id from withdrawn_articles)
),

corpus as (
    select
        (select count(*) from texts) as texts,
        (select greatest(avg(size), 1) from texts) as mean_size,
        list(frequency order by number) as frequencies
    from (
        select numbers.number, count(*) filter (where texts.hits[numbers.number]) as frequency
        from texts, range(1, len($stems::varchar[]) + 1) as numbers(number)
        group by numbers.number
    )
),

candidates as (
    select
        * exclude (hits),
        lower(strip_accents(text)) as folded,
        lower(strip_accents(coalesce(title, ''))) as folded_title
    from texts
    where list_bool_and(hits)
),

counted as (
    select
        *,
        list_transform(
            $patterns::varchar[],
            lambda pattern: len(regexp_extract_all(folded, pattern)) + 3 * len(regexp_extract_all(folded_title, pattern))
        ) as counts
    from candidates
    where not list_bool_or(list_concat(
        [false], list_transform($unwanted::varchar[], lambda pattern: regexp_matches(folded_title || ' ' || folded, pattern))
    ))
),

ranked as (
    select
        counted.* exclude (folded, folded_title, counts, size),
        -- k1 = 1.2, b = 0.75
        list_sum(list_transform(
            counted.counts,
            lambda n, i: ln(1 + (corpus.texts - corpus.frequencies[i] + 0.5) / (corpus.frequencies[i] + 0.5))
                * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * counted.size / corpus.mean_size))
        )) as score
    from counted, corpus
    where list_min(counted.counts) > 0
)

select *
from ranked
order by score desc, reported_at desc, version_id
limit $limit
