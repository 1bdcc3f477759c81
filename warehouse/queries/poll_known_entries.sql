-- Which of the entries $entry_ids are known; one row an entry.
select entries.entry_id
from entries
semi join (select unnest($entry_ids) as entry_id) as asked on entries.entry_id = asked.entry_id
order by entries.entry_id
