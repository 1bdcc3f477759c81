-- Whatever a row of fingerprints refers to is there.
with orphans as (
    select fingerprints.version_id as row_id, 'version_id' as reference, fingerprints.version_id as missing
    from fingerprints
    anti join article_versions using (version_id)
    where fingerprints.version_id is not null
    union all
    select fingerprints.version_id, 'run_id', fingerprints.run_id
    from fingerprints
    anti join runs using (run_id)
    where fingerprints.run_id is not null
)

select * from orphans
