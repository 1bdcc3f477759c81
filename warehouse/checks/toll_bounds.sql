-- Every toll is low <= best <= high, as far as they are known.
select revision_id, incident_id, harm, new_low, new_best, new_high
from toll_revisions
where new_low > new_high or new_low > new_best or new_best > new_high
