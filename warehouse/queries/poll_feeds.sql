-- Enabled feeds: where they are polled now, what their last good answer and their last poll left behind; one row a feed.
-- Polls later than $now are of a clock that was wrong: what they planned would keep feeds silent until then.
with good_answers as (
    select feed_id, etag, last_modified, body_sha256
    from fetches
    where kind = 'feed' and outcome <> 'error' and started_at <= $now
    qualify row_number() over (partition by feed_id order by started_at desc, fetch_id) = 1
),

last_polls as (
    select feed_id, retry_after_at, due_at, sickness, not_modified_in_a_row, last_new_at, feed_floor_seconds
    from fetches
    where kind = 'feed' and started_at <= $now
    qualify row_number() over (partition by feed_id order by started_at desc, fetch_id) = 1
),

moves as (
    select feed_id, list(from_url) as from_urls, max_by(to_url, moved_at) as to_url
    from feed_moves
    group by feed_id
)

select
    feeds.feed_id,
    case when list_contains(moves.from_urls, feeds.url) then moves.to_url else feeds.url end as url,
    feeds.min_interval_minutes,
    good_answers.etag,
    good_answers.last_modified,
    good_answers.body_sha256,
    coalesce(last_polls.due_at, last_polls.retry_after_at) as due_at,
    coalesce(last_polls.sickness, 0) as sickness,
    coalesce(last_polls.not_modified_in_a_row, 0) as not_modified_in_a_row,
    last_polls.last_new_at,
    last_polls.feed_floor_seconds
from feeds
left join good_answers on feeds.feed_id = good_answers.feed_id
left join last_polls on feeds.feed_id = last_polls.feed_id
left join moves on feeds.feed_id = moves.feed_id
where feeds.enabled
order by feeds.feed_id
