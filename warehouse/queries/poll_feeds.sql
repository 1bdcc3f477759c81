-- Enabled feeds with what their last good answer left behind and when their server lets us come back; one row a feed.
with good_answers as (
    select feed_id, etag, last_modified, body_sha256
    from fetches
    where kind = 'feed' and outcome <> 'error'
    qualify row_number() over (partition by feed_id order by started_at desc, fetch_id) = 1
),

last_answers as (
    select feed_id, retry_after_at
    from fetches
    where kind = 'feed'
    qualify row_number() over (partition by feed_id order by started_at desc, fetch_id) = 1
)

select
    feeds.feed_id,
    feeds.url,
    good_answers.etag,
    good_answers.last_modified,
    good_answers.body_sha256,
    last_answers.retry_after_at
from feeds
left join good_answers on feeds.feed_id = good_answers.feed_id
left join last_answers on feeds.feed_id = last_answers.feed_id
where feeds.enabled
order by feeds.feed_id
