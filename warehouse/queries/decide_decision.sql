-- Decisions whose id starts with the given characters; one row a decision, at most two.
select decisions.*, decisions_in_effect.decision_id is not null as in_effect
from decisions
left join decisions_in_effect using (decision_id)
where starts_with(decisions.decision_id, $decision_id)
order by decisions.decision_id
limit 2
