-- Whatever a row of decided_claims refers to is there.
with orphans as (
    select decided_claims.decided_claim_id as row_id, 'decision_id' as reference, decided_claims.decision_id as missing
    from decided_claims
    anti join decisions as referred on referred.decision_id = decided_claims.decision_id
    where decided_claims.decision_id is not null
    union all
    select decided_claims.decided_claim_id, 'claim_id', decided_claims.claim_id
    from decided_claims
    anti join claims as referred on referred.claim_id = decided_claims.claim_id
    where decided_claims.claim_id is not null
    union all
    select decided_claims.decided_claim_id, 'from_incident_id', decided_claims.from_incident_id
    from decided_claims
    anti join incidents as referred on referred.incident_id = decided_claims.from_incident_id
    where decided_claims.from_incident_id is not null
    union all
    select decided_claims.decided_claim_id, 'to_incident_id', decided_claims.to_incident_id
    from decided_claims
    anti join incidents as referred on referred.incident_id = decided_claims.to_incident_id
    where decided_claims.to_incident_id is not null
)

select * from orphans
