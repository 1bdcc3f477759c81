-- Let the given claims count for another incident; the number of claims that do.
update incident_claims
set incident_id = $incident_id, match_rule = $match_rule, match_score = 1
where claim_id in (select unnest($claim_ids))
