-- Of the given incidents those with a toll that was taken back whole and is told again: by a withdrawn article that came
-- back, or an edit that was undone; one row an incident.
select distinct tolls.incident_id
from tolls_of($incident_ids) as tolls
join current_tolls using (incident_id, harm)
where tolls.source_count > 0 and current_tolls.low is null and current_tolls.high is null
order by tolls.incident_id
