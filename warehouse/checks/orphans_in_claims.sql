-- Whatever a row of claims refers to is there.
with orphans as (
    select claims.claim_id as row_id, 'version_id' as reference, claims.version_id as missing
    from claims
    anti join article_versions using (version_id)
    where claims.version_id is not null
    union all
    select claims.claim_id, 'article_id', claims.article_id
    from claims
    anti join articles using (article_id)
    where claims.article_id is not null
    union all
    select claims.claim_id, 'run_id', claims.run_id
    from claims
    anti join runs using (run_id)
    where claims.run_id is not null
    union all
    select claims.claim_id, 'event_id', claims.event_id
    from claims
    anti join events using (event_id)
    where claims.event_id is not null
    union all
    select claims.claim_id, 'place_id', claims.place_id
    from claims
    anti join places using (place_id)
    where claims.place_id is not null
)

select * from orphans
