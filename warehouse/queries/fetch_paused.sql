-- Page URLs whose server asked in Retry-After to stay away until after $now; one row a URL.
select distinct url
from fetches
where kind = 'page' and retry_after_at > $now
order by url
