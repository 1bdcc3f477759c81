-- The tolls of the given incidents as they were last settled; one row an incident and harm.
select
    tolls.incident_id,
    tolls.harm,
    tolls.low,
    tolls.best,
    tolls.high,
    tolls.evidence_grade,
    tolls.claimants,
    tolls.denied_by,
    tolls.source_count,
    tolls.civilian_low,
    tolls.civilian_best,
    tolls.civilian_high,
    tolls.combatant_low,
    tolls.combatant_best,
    tolls.combatant_high
from tolls
where tolls.incident_id in (select unnest($ids::varchar[]))
order by
    tolls.incident_id, list_position(['killed', 'injured', 'missing', 'abducted', 'detained', 'displaced'], tolls.harm)
