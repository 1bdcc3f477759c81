-- Changes that became known since a moment and that may be told, the oldest first; one row a change.
select state_changes.*
from state_changes
where state_changes.changed_at >= $since and state_changes.is_news
order by state_changes.changed_at, state_changes.change_id
