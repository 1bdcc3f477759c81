-- Pairs of incidents that may be one event, the likeliest first; one row a pair. All of them, or those of one incident.
select possibly_same.*
from possibly_same
where $incident_id is null or $incident_id in (possibly_same.incident_id, possibly_same.other_incident_id)
order by possibly_same.match_score desc, possibly_same.pair_id
limit $limit
