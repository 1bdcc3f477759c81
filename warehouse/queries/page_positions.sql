-- Who supports or opposes what, what was told last first; one row an actor and topic, at most $limit.
select positions_matrix.*
from positions_matrix
order by positions_matrix.last_reported_at desc, positions_matrix.actor, positions_matrix.topic
limit $limit
