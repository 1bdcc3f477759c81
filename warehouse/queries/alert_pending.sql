-- Changes that nobody has looked at; one row a change. What came before the table heard_changes was made counts as heard.
select state_changes.change_id
from state_changes
where state_changes.change_id not in (select change_id from heard_changes)
  and state_changes.changed_at > coalesce(
      (select heard_at from heard_changes where change_id = 'all before'), '-infinity'::timestamptz
  )
