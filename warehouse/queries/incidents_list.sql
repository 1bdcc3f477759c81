-- Incidents for people, the newest first; one row an incident.
select
    incidents_now.incident_id,
    incidents_now.title,
    incidents_now.killed_low,
    incidents_now.killed_best,
    incidents_now.killed_high,
    incidents_now.injured_best,
    incidents_now.evidence_grade,
    incidents_now.claim_count,
    incidents_now.article_count,
    count(possibly_same.pair_id) as doubts
from incidents_now
left join possibly_same
    on incidents_now.incident_id in (possibly_same.incident_id, possibly_same.other_incident_id)
group by all
order by max(incidents_now.revised_at) desc nulls last, incidents_now.incident_id
limit $limit
