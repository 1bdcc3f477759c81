-- Every feed that was ever registered; one row a feed.
select feeds.*
from feeds
order by feeds.feed_id
