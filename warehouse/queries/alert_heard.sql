-- Which of the given changes were looked at; one row a change.
select heard_changes.change_id
from heard_changes
where heard_changes.change_id in (select unnest($change_ids))
