-- Every revision of the tolls of the given incidents with the claim that brought it, oldest first; one row a revision.
select
    toll_revisions.revision_id,
    toll_revisions.incident_id,
    toll_revisions.revised_at,
    toll_revisions.harm,
    toll_revisions.old_low,
    toll_revisions.old_best,
    toll_revisions.old_high,
    toll_revisions.new_low,
    toll_revisions.new_best,
    toll_revisions.new_high,
    toll_revisions.direction,
    toll_revisions.reason,
    toll_revisions.evidence_grade as new_grade,
    toll_revisions.claimants,
    toll_revisions.claim_id
from toll_revisions
where toll_revisions.incident_id in (select unnest($ids::varchar[]))
order by
    toll_revisions.incident_id,
    toll_revisions.revised_at,
    list_position(['killed', 'injured', 'missing', 'abducted', 'detained', 'displaced'], toll_revisions.harm),
    toll_revisions.revision_number
