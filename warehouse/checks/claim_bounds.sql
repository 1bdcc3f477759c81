-- No claim has its lower bound above its upper bound.
select claim_id, count_text, count_low, count_high
from claims
where count_low > count_high
