-- One row an incident and harm: its toll now, which is its newest revision.
with newest as (
    select incident_id, harm, max(revision_number) as revision_number
    from toll_revisions
    group by incident_id, harm
),

current_tolls as (
    select
        toll_revisions.incident_id,
        toll_revisions.harm,
        toll_revisions.new_low as low,
        toll_revisions.new_best as best,
        toll_revisions.new_high as high,
        toll_revisions.evidence_grade,
        toll_revisions.claimants,
        toll_revisions.revision_id,
        toll_revisions.revision_number,
        toll_revisions.revised_at
    from toll_revisions
    join newest using (incident_id, harm, revision_number)
)

select * from current_tolls
