-- One row a feed of the registry: is it polled, does it answer, does it bring anything. The sick ones come first.
--   feed_id: Key: the feed (feeds).
--   outlet: Who publishes it.
--   url: Where it is polled.
--   state: disabled, never_polled, failing (the last poll went wrong), empty (answers, never had an entry) or ok.
--   failures_in_a_row: Polls that went wrong since the last good one.
--   last_error_class: What went wrong in the last failed poll; NULL where none failed.
--   last_error_message: The same in a sentence.
--   last_status: HTTP status of the last poll; NULL where no answer came.
--   last_polled_at: Last poll (UTC).
--   last_good_at: Last poll that went well, changed or not (UTC).
--   last_changed_at: Last poll that brought a new body (UTC).
--   retry_after_at: Not to be polled before (UTC).
--   due_at: When it is polled next, at the earliest (UTC).
--   sickness: Weights of its errors since the last good poll; 0 where it is well.
--   moved_to: Where the server redirects it for good; NULL where nowhere but to the address of the registry.
--   poll_count: Polls altogether.
--   error_count: Polls that went wrong.
--   median_latency_ms: Milliseconds, over all polls that had an answer.
--   entry_count: Entries seen in it.
--   last_entry_at: When its last new entry was seen (UTC).
with polls as (
    select *
    from fetches
    where kind = 'feed'
),

good as (
    select feed_id, max(started_at) as last_good_at
    from polls
    where outcome <> 'error'
    group by feed_id
),

polled as (
    select
        polls.feed_id,
        count(*) as poll_count,
        count(*) filter (where polls.outcome = 'error') as error_count,
        count(*) filter (
            where polls.outcome = 'error' and (good.last_good_at is null or polls.started_at > good.last_good_at)
        ) as failures_in_a_row,
        max_by(polls.outcome, polls.started_at) as last_outcome,
        max_by(polls.error_class, polls.started_at) filter (where polls.outcome = 'error') as last_error_class,
        max_by(polls.error_message, polls.started_at) filter (where polls.outcome = 'error') as last_error_message,
        arg_max_null(polls.status, polls.started_at) as last_status,
        arg_max_null(polls.retry_after_at, polls.started_at) as retry_after_at,
        arg_max_null(polls.due_at, polls.started_at) as due_at,
        arg_max_null(polls.sickness, polls.started_at) as sickness,
        max(polls.started_at) as last_polled_at,
        max(good.last_good_at) as last_good_at,
        max(polls.started_at) filter (where polls.outcome = 'new') as last_changed_at,
        median(polls.latency_ms) as median_latency_ms
    from polls
    left join good on good.feed_id = polls.feed_id
    group by polls.feed_id
),

entered as (
    select feed_id, count(*) as entry_count, max(first_seen_at) as last_entry_at
    from entries
    group by feed_id
),

moved as (
    select feed_id, max_by(to_url, moved_at) as to_url
    from feed_moves
    group by feed_id
),

feed_health as (
    select
        feeds.feed_id,
        feeds.outlet,
        feeds.url,
        case
            when not feeds.enabled then 'disabled'
            when polled.feed_id is null then 'never_polled'
            when polled.last_outcome = 'error' then 'failing'
            when entered.feed_id is null then 'empty'
            else 'ok'
        end as state,
        coalesce(polled.failures_in_a_row, 0) as failures_in_a_row,
        polled.last_error_class,
        polled.last_error_message,
        polled.last_status,
        polled.last_polled_at,
        polled.last_good_at,
        polled.last_changed_at,
        polled.retry_after_at,
        polled.due_at,
        coalesce(polled.sickness, 0) as sickness,
        case when moved.to_url <> feeds.url then moved.to_url end as moved_to,
        coalesce(polled.poll_count, 0) as poll_count,
        coalesce(polled.error_count, 0) as error_count,
        polled.median_latency_ms,
        coalesce(entered.entry_count, 0) as entry_count,
        entered.last_entry_at
    from feeds
    left join polled on polled.feed_id = feeds.feed_id
    left join entered on entered.feed_id = feeds.feed_id
    left join moved on moved.feed_id = feeds.feed_id
)

select * from feed_health order by failures_in_a_row desc, state, outlet, feed_id
