-- Cumulative claims count for no incident (spec/casualty-claims.md, section 8).
select incident_claims.incident_id, incident_claims.claim_id, claims.count_text
from incident_claims
join claims using (claim_id)
where claims.scope = 'cumulative'
