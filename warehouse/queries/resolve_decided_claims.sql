-- The places in texts whose claims a split in effect gave to an incident of their own; one row a claim.
select
    claims.version_id,
    claims.harm,
    claims.char_start,
    claims.char_end,
    decided_claims.to_incident_id as incident_id
from decided_claims
join decisions_in_effect using (decision_id)
join claims using (claim_id)
where decisions_in_effect.kind = 'split'
order by decisions_in_effect.decided_at, claims.version_id, claims.char_start, claims.claim_id
