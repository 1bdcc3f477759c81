-- All silences, those that end last first; one row a silence.
select silences.*
from silences
order by silences.expires_at desc, silences.silence_id
