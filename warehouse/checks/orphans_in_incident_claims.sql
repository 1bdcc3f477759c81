-- Whatever a row of incident_claims refers to is there.
with orphans as (
    select
        incident_claims.incident_id || '/' || incident_claims.claim_id as row_id,
        'incident_id' as reference,
        incident_claims.incident_id as missing
    from incident_claims
    anti join incidents using (incident_id)
    where incident_claims.incident_id is not null
    union all
    select incident_claims.incident_id || '/' || incident_claims.claim_id, 'claim_id', incident_claims.claim_id
    from incident_claims
    anti join claims using (claim_id)
    where incident_claims.claim_id is not null
    union all
    select incident_claims.incident_id || '/' || incident_claims.claim_id, 'run_id', incident_claims.run_id
    from incident_claims
    anti join runs using (run_id)
    where incident_claims.run_id is not null
)

select * from orphans
