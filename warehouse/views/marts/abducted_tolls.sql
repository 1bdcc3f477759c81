-- One row an incident of which it is claimed, or denied, that people were abducted: the toll by the toll rule as its last
-- resolving found it (tolls). The rule stands, in words and in SQL, in tolls_of; toll_revisions keeps what was believed before.
-- To compute it at this moment, for a few incidents: `from tolls_with_sides(['...'])`.
--   incident_id: Key: the incident (incidents).
--   low: Smallest lower bound among the statements that count; NULL where none has one.
--   best: Latest asserted number of the highest-ranked claimant kind; NULL where only hedged statements count.
--   high: Largest upper bound; NULL: open upwards, or nothing counts.
--   evidence_grade: Airwars grade: confirmed, fair, weak, contested, discounted.
--   claimants: Who stands behind the toll, the one of best first, joined by "; ".
--   denied_by: Who denies a number, joined by "; ".
--   source_count: Sources that count; copies of one wire story are one.
--   best_claim_id: The claim that best is taken from (claims); NULL where there is no best.
--   civilian_low: Of them civilians, low; NULL where no claim tells them apart.
--   civilian_best: Of them civilians, best.
--   civilian_high: Of them civilians, high; NULL also where it is open upwards.
--   combatant_low: Of them combatants, low; NULL where no claim tells them apart.
--   combatant_best: Of them combatants, best.
--   combatant_high: Of them combatants, high; NULL also where it is open upwards.
with abducted_tolls as (
    select * exclude (harm)
    from tolls
    where harm = 'abducted'
)

select * from abducted_tolls order by incident_id
