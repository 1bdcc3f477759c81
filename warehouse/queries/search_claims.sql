-- The best $limit claims that count now and whose sentence, claimant, victims, place or harm hold all of $patterns and none
-- of $unwanted, reported at or after $since (NULL: ever), ranked by BM25; one row a claim. See search_articles.
with texts as materialized (
    select
        claim_id,
        claimant,
        harm,
        count_text,
        place_name,
        event_date,
        incident_id,
        outlet,
        url,
        reported_at,
        sentence,
        lower(strip_accents(concat_ws(' ', sentence, claimant, place_name, harm, count_text))) as folded,
        list_transform($stems::varchar[], lambda stem: contains(folded, stem)) as hits
    from claims_by_claimant
    where $since::timestamptz is null or reported_at >= $since
),

corpus as (
    select
        (select count(*) from texts) as texts,
        (select greatest(avg(length(folded)), 1) from texts) as mean_size,
        list(frequency order by number) as frequencies
    from (
        select numbers.number, count(*) filter (where texts.hits[numbers.number]) as frequency
        from texts, range(1, len($stems::varchar[]) + 1) as numbers(number)
        group by numbers.number
    )
),

counted as (
    select
        *,
        list_transform($patterns::varchar[], lambda pattern: len(regexp_extract_all(folded, pattern))) as counts
    from texts
    where list_bool_and(hits)
      and not list_bool_or(
          list_concat([false], list_transform($unwanted::varchar[], lambda pattern: regexp_matches(folded, pattern)))
      )
),

ranked as (
    select
        counted.* exclude (folded, hits, counts),
        list_sum(list_transform(
            counted.counts,
            lambda n, i: ln(1 + (corpus.texts - corpus.frequencies[i] + 0.5) / (corpus.frequencies[i] + 0.5))
                * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * length(counted.folded) / corpus.mean_size))
        )) as score
    from counted, corpus
    where list_min(counted.counts) > 0
)

select *
from ranked
order by score desc, reported_at desc, claim_id
limit $limit
