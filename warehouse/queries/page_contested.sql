-- Contested tolls, the one revised last first; one row an incident and harm, at most $limit.
select contested_tolls.*
from contested_tolls
limit $limit
