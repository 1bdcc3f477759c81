-- The number that was known first of each toll of the given incidents; one row an incident and harm.
select toll_revisions.incident_id, toll_revisions.harm, coalesce(new_best, new_low, new_high) as number
from toll_revisions
where toll_revisions.incident_id in (select unnest($incident_ids))
  and toll_revisions.revision_number = 1
  and coalesce(new_best, new_low, new_high) is not null
