-- The incidents whose id begins with one of $prefixes; one row a prefix and incident.
select prefixes.prefix, incidents.incident_id
from (select unnest($prefixes) as prefix) as prefixes
join incidents on starts_with(incidents.incident_id, prefixes.prefix)
order by prefixes.prefix, incidents.incident_id
