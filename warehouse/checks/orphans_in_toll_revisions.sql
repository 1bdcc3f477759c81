-- Whatever a row of toll_revisions refers to is there.
with orphans as (
    select toll_revisions.revision_id as row_id, 'incident_id' as reference, toll_revisions.incident_id as missing
    from toll_revisions
    anti join incidents using (incident_id)
    where toll_revisions.incident_id is not null
    union all
    select toll_revisions.revision_id, 'claim_id', toll_revisions.claim_id
    from toll_revisions
    anti join claims using (claim_id)
    where toll_revisions.claim_id is not null
    union all
    select toll_revisions.revision_id, 'version_id', toll_revisions.version_id
    from toll_revisions
    anti join article_versions using (version_id)
    where toll_revisions.version_id is not null
    union all
    select toll_revisions.revision_id, 'run_id', toll_revisions.run_id
    from toll_revisions
    anti join runs using (run_id)
    where toll_revisions.run_id is not null
)

select * from orphans
