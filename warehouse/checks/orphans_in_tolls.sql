-- Whatever a row of tolls refers to is there.
with orphans as (
    select tolls.incident_id || '/' || tolls.harm as row_id, 'incident_id' as reference, tolls.incident_id as missing
    from tolls
    anti join incidents on incidents.incident_id = tolls.incident_id
    union all
    select tolls.incident_id || '/' || tolls.harm, 'best_claim_id', tolls.best_claim_id
    from tolls
    anti join claims on claims.claim_id = tolls.best_claim_id
    where tolls.best_claim_id is not null
)

select * from orphans
