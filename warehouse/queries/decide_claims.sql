-- Claims whose id starts with the given characters, with the incident that they count for; one row a claim, at most two.
select
    claims.claim_id,
    claims.version_id,
    claims.harm,
    claims.char_start,
    claims.char_end,
    incident_claims.incident_id
from claims
left join incident_claims using (claim_id)
where starts_with(claims.claim_id, $claim_id)
order by claims.claim_id
limit 2
