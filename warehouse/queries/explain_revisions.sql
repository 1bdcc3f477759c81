-- Every revision of an incident's tolls; one row a revision, oldest first.
select toll_revisions.*
from toll_revisions
where toll_revisions.incident_id = $incident_id
order by toll_revisions.revised_at, toll_revisions.harm, toll_revisions.revision_number
