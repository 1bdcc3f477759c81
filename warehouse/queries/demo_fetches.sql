-- What one run asked for; one row a request, in the order of asking.
select fetches.kind, fetches.status, fetches.outcome, fetches.body_bytes as bytes, fetches.url
from fetches
where fetches.run_id = $run_id
order by fetches.started_at, fetches.kind, fetches.url
