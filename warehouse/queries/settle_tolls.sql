-- The tolls of the given incidents by the toll rule, from the claims that count at this moment; one row a toll.
select tolls_now.*
from tolls_with_sides($incident_ids) as tolls_now
order by tolls_now.incident_id, tolls_now.harm
