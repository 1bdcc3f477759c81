-- Health of every feed, the sick ones first; one row a feed.
select feed_health.*
from feed_health
