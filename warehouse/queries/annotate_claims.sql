-- The claims whose id begins with one of $prefixes, with the incident and article of each; one row a prefix and claim.
select
    prefixes.prefix,
    claims.claim_id,
    claims.version_id,
    claims.char_start,
    claims.char_end,
    claims.harm,
    claims.count_low,
    claims.count_high,
    claims.victim_class,
    claims.scope,
    claims.factuality,
    coalesce(claims.claimant_name, claims.claimant_text, articles.outlet) as claimant_name,
    claims.claimant_kind,
    coalesce(claims.place_name, claims.place_text) as place_name,
    claims.country,
    claims.latitude,
    claims.longitude,
    claims.event_date,
    incident_claims.incident_id,
    articles.canonical_url as url
from (select unnest($prefixes) as prefix) as prefixes
join claims on starts_with(claims.claim_id, prefixes.prefix)
join articles using (article_id)
left join incident_claims on incident_claims.claim_id = claims.claim_id
order by prefixes.prefix, claims.claim_id
