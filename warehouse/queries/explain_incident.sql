-- The incident that a claim counts for, with the matching rule; at most one row.
select
    incidents.*,
    incident_claims.match_rule,
    incident_claims.match_score
from incident_claims
inner join incidents using (incident_id)
where incident_claims.claim_id = $claim_id
