-- The tolls that the run $run_id revised: what they were before it and are after it; one row an incident and harm.
select
    incidents.title,
    toll_revisions.harm,
    min_by(old_low, revision_number) as old_low,
    min_by(old_best, revision_number) as old_best,
    min_by(old_high, revision_number) as old_high,
    max_by(new_low, revision_number) as new_low,
    max_by(new_best, revision_number) as new_best,
    max_by(new_high, revision_number) as new_high,
    max_by(reason, revision_number) as reason,
    toll_revisions.incident_id
from toll_revisions
join incidents using (incident_id)
where toll_revisions.run_id = $run_id
group by incidents.title, toll_revisions.harm, toll_revisions.incident_id
order by incidents.title, toll_revisions.incident_id, toll_revisions.harm
