-- Who says what of the contested tolls of the given incidents; one row an incident and harm.
select contested_tolls.incident_id, contested_tolls.harm, contested_tolls.who_says_what
from contested_tolls
where contested_tolls.incident_id in (select unnest($incident_ids))
