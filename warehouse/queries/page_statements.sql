-- The newest statements; one row a statement, at most $limit.
select statements_latest.*
from statements_latest
limit $limit
