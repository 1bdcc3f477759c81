-- The changes of the given ids; one row a change.
select state_changes.*
from state_changes
where state_changes.change_id in (select unnest($change_ids))
