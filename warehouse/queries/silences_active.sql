-- Silences that have not expired at a moment; one row a silence.
select silences.*
from silences
where silences.created_at <= $now and silences.expires_at > $now
order by silences.expires_at, silences.silence_id
