-- The running totals that count now, with their source; one row an asserted cumulative claim with a lower bound.
-- pending: read since the last completed run, from a text that one engine has read (an upgrade is silent).
with watermark as (
    select coalesce(max(started_at), '-infinity'::timestamptz) as told_until
    from runs
    where state = 'completed' and flow <> 'incidents' and started_at < $now
)

select
    claims.claim_id,
    coalesce(claims.claimant_name, claims.claimant_text, articles.outlet) as claimant,
    substring(article_versions.text, claims.sentence_start + 1, claims.sentence_end - claims.sentence_start) as sentence,
    claims.char_start - claims.sentence_start as mark_start,
    claims.char_end - claims.sentence_start as mark_end,
    article_versions.title as article_title,
    articles.canonical_url as article_url,
    articles.outlet,
    article_versions.published_at,
    claims.harm,
    coalesce(claims.place_name, claims.place_text) as region,
    claims.country,
    claims.period_start,
    claims.count_low as total,
    coalesce(article_versions.published_at, article_versions.created_at) as said_at,
    coalesce(runs.started_at, $now) > watermark.told_until
    and (select count(*) from extractions where extractions.version_id = claims.version_id) = 1 as pending
from current_claims as claims
join articles using (article_id)
join article_versions on article_versions.version_id = claims.version_id
left join runs on runs.run_id = claims.run_id
cross join watermark
where claims.scope = 'cumulative' and claims.factuality = 'asserted' and claims.count_low is not null
order by said_at, claims.claim_id
