-- The claims that count for an incident; one row a claim.
select incident_claims.claim_id
from incident_claims
where incident_claims.incident_id = $incident_id
order by incident_claims.claim_id
