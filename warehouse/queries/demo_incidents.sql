-- Incidents with their tolls now; one row an incident.
select
    incidents_now.title,
    incidents_now.place_name as place,
    incidents_now.event_date as day,
    incidents_now.killed_low,
    incidents_now.killed_best,
    incidents_now.killed_high,
    incidents_now.injured_low,
    incidents_now.injured_best,
    incidents_now.injured_high,
    incidents_now.evidence_grade as grade
from incidents_now
order by incidents_now.event_date, incidents_now.title
