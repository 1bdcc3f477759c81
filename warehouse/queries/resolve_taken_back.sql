-- Incidents with a toll that was taken back whole; one row an incident. Few, and quickly found: see resolve_told_again.
select distinct emptied.incident_id
from toll_revisions as emptied
where emptied.new_low is null and emptied.new_high is null
order by emptied.incident_id
