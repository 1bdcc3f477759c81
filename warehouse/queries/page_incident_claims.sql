-- Every claim that counts or counted for the given incidents, with its sentence and article, by claimant and time; one row
-- a claim. current: whether its article still makes it, by its newest reading.
with linked as (
    select incident_claims.incident_id, incident_claims.claim_id
    from incident_claims
    where incident_claims.incident_id in (select unnest($ids::varchar[]))
),

readings as (
    select version_id, engine_version
    from readings_of((select list(distinct claims.article_id) from linked join claims using (claim_id)))
)

select
    incident_claims.incident_id,
    claims.claim_id,
    coalesce(claims.claimant_name, claims.claimant_text, articles.outlet) as claimant,
    claims.claimant_kind,
    claims.harm,
    claims.count_text,
    claims.count_low,
    claims.count_high,
    claims.victims_text,
    claims.victim_class,
    claims.scope,
    claims.factuality,
    claims.place_name,
    claims.event_date,
    substring(article_versions.text, claims.sentence_start + 1, claims.sentence_end - claims.sentence_start) as sentence,
    claims.char_start - claims.sentence_start as mark_start,
    claims.char_end - claims.sentence_start as mark_end,
    coalesce(article_versions.published_at, article_versions.created_at) as reported_at,
    article_versions.title as article_title,
    articles.outlet,
    articles.canonical_url as url,
    readings.version_id is not null as current
from linked as incident_claims
join claims using (claim_id)
join article_versions on article_versions.version_id = claims.version_id
join articles on articles.article_id = claims.article_id
left join readings
    on readings.version_id = claims.version_id and readings.engine_version = claims.engine_version
order by
    incident_claims.incident_id,
    lower(coalesce(claims.claimant_name, claims.claimant_text, articles.outlet)),
    reported_at,
    claims.char_start,
    claims.claim_id
