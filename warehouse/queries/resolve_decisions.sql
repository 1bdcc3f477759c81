-- What users decided of incidents and did not take back; one row a pair of incidents. folded: the first is a part of the
-- other one now; apart: they are two.
select 'folded' as kind, incident_id, into_incident_id as other_incident_id
from folded_incidents
union all
select 'apart', incident_id, other_incident_id
from decisions_in_effect
where kind in ('apart', 'split')
order by all
