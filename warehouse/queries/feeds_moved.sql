-- Feeds whose server redirected them for good from the address that the registry has; one row a feed.
select feeds.feed_id, feeds.url as from_url, max_by(feed_moves.to_url, feed_moves.moved_at) as to_url
from feeds
inner join feed_moves on feeds.feed_id = feed_moves.feed_id
group by feeds.feed_id, feeds.url
having
    list_contains(list(feed_moves.from_url), feeds.url)
    and max_by(feed_moves.to_url, feed_moves.moved_at) <> feeds.url
order by feeds.feed_id
