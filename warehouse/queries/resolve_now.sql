-- The tolls of the given incidents by the toll rule, from the claims that count at this moment; one row a toll.
select incident_id, harm, low, best, high, evidence_grade, claimants, source_count, best_claim_id
from tolls_of($incident_ids)
order by incident_id, harm
