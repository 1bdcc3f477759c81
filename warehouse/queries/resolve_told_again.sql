-- Incidents with a toll that was taken back and is told again: a withdrawn article that came back, an edit that was
-- undone; one row an incident.
with taken_back as (
    select current_tolls.incident_id, current_tolls.harm
    from current_tolls
    where current_tolls.low is null and current_tolls.high is null
)

select distinct taken_back.incident_id
from taken_back
join incident_claims using (incident_id)
join claims using (claim_id, harm)
join readings_of((
    select list(distinct told.article_id)
    from taken_back join incident_claims using (incident_id) join claims as told using (claim_id)
)) as now using (version_id, engine_version)
where claims.scope = 'incident' and claims.factuality in ('asserted', 'hedged')
order by taken_back.incident_id
