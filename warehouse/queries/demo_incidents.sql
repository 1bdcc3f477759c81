-- Incidents with their tolls now, an upper bound that is open said so; one row an incident.
select
    incidents_now.title,
    incidents_now.place_name as place,
    incidents_now.event_date as day,
    incidents_now.killed_low,
    incidents_now.killed_best,
    if(incidents_now.killed_low is not null and incidents_now.killed_high is null, 'open', cast(incidents_now.killed_high as varchar)) as killed_high,
    incidents_now.injured_low,
    incidents_now.injured_best,
    if(incidents_now.injured_low is not null and incidents_now.injured_high is null, 'open', cast(incidents_now.injured_high as varchar)) as injured_high,
    incidents_now.evidence_grade as grade
from incidents_now
order by incidents_now.event_date, incidents_now.title
