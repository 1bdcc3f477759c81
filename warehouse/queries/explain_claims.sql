-- Every claim that counts or counted for an incident, with its sentence and article, by claimant and time; one row a
-- claim. current: whether its article still makes it, by its newest reading.
select
    claims.claim_id,
    coalesce(claims.claimant_name, claims.claimant_text, articles.outlet) as claimant,
    claims.claimant_kind,
    claims.harm,
    claims.count_text,
    claims.victims_text,
    claims.scope,
    claims.factuality,
    substring(article_versions.text, claims.sentence_start + 1, claims.sentence_end - claims.sentence_start) as sentence,
    claims.char_start - claims.sentence_start as mark_start,
    claims.char_end - claims.sentence_start as mark_end,
    coalesce(article_versions.published_at, article_versions.created_at) as reported_at,
    article_versions.version_number,
    articles.outlet,
    articles.canonical_url as url,
    incident_claims.match_rule,
    incident_claims.match_score,
    current_claims.claim_id is not null as current
from incident_claims
join claims using (claim_id)
join article_versions on article_versions.version_id = claims.version_id
join articles on articles.article_id = claims.article_id
left join current_claims on current_claims.claim_id = claims.claim_id
where incident_claims.incident_id = $incident_id
order by lower(coalesce(claims.claimant_name, claims.claimant_text, articles.outlet)), reported_at, claims.char_start, claims.claim_id
