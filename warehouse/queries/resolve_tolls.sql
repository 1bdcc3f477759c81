-- The newest toll of the incidents of the given ids; one row an incident and harm.
select toll_revisions.*
from toll_revisions
where toll_revisions.incident_id in (select unnest($incident_ids))
qualify row_number() over (
    partition by toll_revisions.incident_id, toll_revisions.harm
    order by toll_revisions.revision_number desc
) = 1
order by toll_revisions.incident_id, toll_revisions.harm
