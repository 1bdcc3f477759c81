-- How many tolls of incidents that existed before were changed by one run; one row.
select count(*) as changed
from toll_revisions
where toll_revisions.run_id = $run_id and toll_revisions.revision_number > 1
