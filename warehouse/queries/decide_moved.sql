-- The claims that one decision moved, with the incident that they count for now; one row a claim.
select decided_claims.*, incident_claims.incident_id
from decided_claims
join incident_claims using (claim_id)
where decided_claims.decision_id = $decision_id
order by decided_claims.claim_id
