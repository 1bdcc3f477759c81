-- What users decided of an incident, oldest first; one row a decision.
select decisions.*, decisions_in_effect.decision_id is not null as in_effect
from decisions
left join decisions_in_effect using (decision_id)
where $incident_id in (decisions.incident_id, decisions.other_incident_id)
order by decisions.decided_at, decisions.decision_id
