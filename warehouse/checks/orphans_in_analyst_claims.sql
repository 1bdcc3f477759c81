-- Whatever a row of analyst_claims refers to is there.
with orphans as (
    select analyst_claims.analyst_claim_id as row_id, 'claim_id' as reference, analyst_claims.claim_id as missing
    from analyst_claims
    anti join claims on claims.claim_id = analyst_claims.claim_id
    where analyst_claims.claim_id is not null
    union all
    select analyst_claims.analyst_claim_id, 'version_id', analyst_claims.version_id
    from analyst_claims
    anti join article_versions on article_versions.version_id = analyst_claims.version_id
    where analyst_claims.version_id is not null
    union all
    select analyst_claims.analyst_claim_id, 'incident_id', analyst_claims.incident_id
    from analyst_claims
    anti join incidents on incidents.incident_id = analyst_claims.incident_id
    where analyst_claims.incident_id is not null
    union all
    select analyst_claims.analyst_claim_id, 'run_id', analyst_claims.run_id
    from analyst_claims
    anti join runs on runs.run_id = analyst_claims.run_id
    where analyst_claims.run_id is not null
)

select * from orphans
