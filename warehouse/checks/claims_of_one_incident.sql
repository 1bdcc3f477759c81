-- A claim counts for at most one incident.
select claim_id, count(*) as incidents, min(incident_id) as first_incident_id, max(incident_id) as last_incident_id
from incident_claims
group by claim_id
having count(*) > 1
