-- URLs of hosts to be left alone until after $now: a page's Retry-After, or 429 from a feed; one row a URL.
select distinct url
from fetches
where retry_after_at > $now and (kind = 'page' or status = 429)
order by url
