-- Incidents that the run $run_id opened, by number of killed and injured; one row an incident.
with tolls as (
    select
        toll_revisions.incident_id,
        max(new_low) filter (where harm = 'killed') as killed_low,
        max(new_best) filter (where harm = 'killed') as killed_best,
        max(new_high) filter (where harm = 'killed') as killed_high,
        max(new_best) filter (where harm = 'injured') as injured_best
    from toll_revisions
    join runs on runs.run_id = $run_id and toll_revisions.revised_at = runs.started_at
    group by toll_revisions.incident_id
)

select
    incidents.title,
    incidents.place_name,
    incidents.country,
    incidents.event_date,
    tolls.killed_low,
    tolls.killed_best,
    tolls.killed_high,
    tolls.injured_best,
    incidents.evidence_grade,
    incidents.incident_id
from incidents
join runs on runs.run_id = $run_id and incidents.opened_at = runs.started_at
left join tolls using (incident_id)
order by tolls.killed_best desc nulls last, tolls.injured_best desc nulls last, incidents.incident_id
limit $limit
