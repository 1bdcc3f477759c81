-- One row something that an operator must know: of feeds (silent_feed: one that brings nothing or fails, or no network at
-- all) and of the pipeline (pipeline_failed: a run failed, did not happen, found nothing on a normal day, or the outbox
-- does not drain). "Now" is the start of the newest run of the monitor flow.
with now as (
    select max(started_at) as now_at from runs where flow = 'monitor'
),

polls as (
    select
        run_id,
        min(started_at) as started_at,
        bool_or(coalesce(is_our_fault, false)) as is_ours,
        count(*) as feeds,
        count(*) filter (where is_our_fault) as failed,
        mode(error_class) filter (where is_our_fault) as error_class
    from fetches
    where kind = 'feed'
    group by run_id
),

outages as (
    select *
    from polls
    qualify is_ours and not coalesce(lag(is_ours) over (order by started_at), false)
),

seen as (
    select distinct feed_id, first_seen_at from entries
),

gaps as (
    select
        feed_id,
        first_seen_at,
        first_seen_at - lag(first_seen_at) over (partition by feed_id order by first_seen_at) as gap
    from seen
),

quiet as (
    select
        feeds.feed_id,
        feeds.url,
        feeds.outlet,
        max(gaps.first_seen_at) as last_at,
        greatest(interval 24 hours, 3 * max(gaps.gap)) as patience
    from gaps
    join feeds using (feed_id)
    where feeds.enabled
    group by feeds.feed_id, feeds.url, feeds.outlet
    having count(*) >= 8
),

failing as (
    select
        feeds.feed_id,
        feeds.url,
        feeds.outlet,
        feed_health.last_good_at,
        min(fetches.started_at) as failing_since,
        arg_max(fetches.error_class, fetches.started_at) as error_class,
        count(*) as failures
    from feeds
    join feed_health on feed_health.feed_id = feeds.feed_id
    join fetches on fetches.feed_id = feeds.feed_id
    where
        feeds.enabled
        and feed_health.state = 'failing'
        and fetches.kind = 'feed'
        and fetches.outcome = 'error'
        and not coalesce(fetches.is_our_fault, false)
        and fetches.started_at > coalesce(feed_health.last_good_at, '-infinity'::timestamptz)
    group by feeds.feed_id, feeds.url, feeds.outlet, feed_health.last_good_at
    having count(*) >= 3
),

monitored as (
    select
        *,
        lag(state) over (order by started_at) as state_before,
        lag(started_at) over (order by started_at) as before_at,
        median(pause) over (order by started_at rows between 50 preceding and 1 preceding) as usual_pause,
        count(pause) over (order by started_at rows between 50 preceding and 1 preceding) as pauses
    from (
        select
            * exclude (state),
            -- a run that its operator stopped (flows.serving) is no failure
            case when starts_with(error, 'asked to stop') then 'stopped' else state end as state,
            epoch(started_at - lag(started_at) over (order by started_at)) as pause
        from runs
        where flow = 'monitor'
    ) as monitored
),

days as (
    select
        (epoch(now.now_at - article_versions.created_at) // 86400)::bigint as days_ago,
        count(*) as texts,
        max(article_versions.created_at) as last_at
    from article_versions
    cross join now
    where article_versions.created_at <= now.now_at and article_versions.created_at > now.now_at - interval 15 days
    group by 1
),

usual as (
    select
        median(coalesce(days.texts, 0)) as texts,
        (select max(last_at) from days) as last_at,
        (select count(*) from days where days_ago = 0) as today
    from (select unnest(range(1, 15)) as days_ago) as week
    left join days using (days_ago)
),

stuck as (
    select
        deliveries.channel,
        count(*) as waiting,
        min(alerts.raised_at) as oldest_at,
        max(deliveries.attempts) as attempts
    from deliveries
    join alerts using (alert_id)
    cross join now
    where deliveries.state = 'pending' and deliveries.attempts > 0 and alerts.raised_at < now.now_at - interval 6 hours
    group by deliveries.channel
),

news_of_operations as (
    select
        'silent_feed' as kind,
        'network' as subject,
        outages.run_id as state,
        outages.started_at as happened_at,
        outages.run_id,
        null::varchar as feed_id,
        null::varchar as outlet,
        null::varchar as url,
        concat('no network: ', outages.failed, ' of ', outages.feeds, ' feeds failed at once (', outages.error_class, ')') as summary,
        'Most hosts failed at the same time, so the fault is with this machine or its network. No feed is penalised; every '
        || 'run asks again. Check the connection, the name server and the clock.' as advice
    from outages
    union all
    select
        'silent_feed',
        quiet.feed_id,
        'quiet since ' || strftime(quiet.last_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S'),
        quiet.last_at + quiet.patience,
        null,
        quiet.feed_id,
        quiet.outlet,
        quiet.url,
        concat('feed silent: ', quiet.outlet, ' has brought nothing new since ', strftime(quiet.last_at at time zone 'UTC', '%Y-%m-%d %H:%M'), ' UTC'),
        'It answers or it does not, but it has never been quiet for so long. See what is there with: sitrep feeds check ' || quiet.url
    from quiet
    cross join now
    where quiet.last_at + quiet.patience < now.now_at
    union all
    select
        'silent_feed',
        failing.feed_id,
        'failing since ' || strftime(failing.failing_since at time zone 'UTC', '%Y-%m-%dT%H:%M:%S'),
        failing.failing_since + interval 24 hours,
        null,
        failing.feed_id,
        failing.outlet,
        failing.url,
        concat('feed failing: ', failing.outlet, ' since ', strftime(failing.failing_since at time zone 'UTC', '%Y-%m-%d %H:%M'), ' UTC (', failing.error_class, ')'),
        'It is asked again, more and more seldom. See what is there with: sitrep feeds check ' || failing.url
    from failing
    cross join now
    where failing.failing_since + interval 24 hours <= now.now_at
    union all
    select
        'pipeline_failed',
        'run',
        monitored.run_id,
        coalesce(monitored.finished_at, monitored.started_at),
        monitored.run_id,
        null,
        null,
        null,
        concat('run ', monitored.state, ': the run of ', strftime(monitored.started_at at time zone 'UTC', '%Y-%m-%d %H:%M'), ' UTC did not end well'),
        coalesce(monitored.error, 'no reason is known') || '. The next run takes up what is pending; see sitrep status.'
    from monitored
    where monitored.state in ('failed', 'crashed') and coalesce(monitored.state_before, '') not in ('failed', 'crashed')
    union all
    select
        'pipeline_failed',
        'missed',
        monitored.run_id,
        monitored.started_at,
        monitored.run_id,
        null,
        null,
        null,
        concat(
            'no run: nothing ran from ', strftime(monitored.before_at at time zone 'UTC', '%Y-%m-%d %H:%M'), ' to ',
            strftime(monitored.started_at at time zone 'UTC', '%Y-%m-%d %H:%M'), ' UTC'
        ),
        'The schedule stopped, or this machine was off. What happened meanwhile is read now, as far as feeds still list it.'
    from monitored
    where
        monitored.pauses >= 5
        and epoch(monitored.started_at - monitored.before_at) > greatest(3600, 4 * monitored.usual_pause)
    union all
    select
        'pipeline_failed',
        'nothing found',
        strftime(usual.last_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S'),
        now.now_at,
        null,
        null,
        null,
        null,
        concat('nothing found: no new text for a day, where ', usual.texts::bigint, ' a day are usual'),
        'See whether feeds bring anything (sitrep feeds), whether pages can be read (quarantine) and the network.'
    from usual
    cross join now
    where usual.today = 0 and usual.texts >= 3
    union all
    select
        'pipeline_failed',
        'outbox ' || stuck.channel,
        strftime(stuck.oldest_at at time zone 'UTC', '%Y-%m-%d'),
        now.now_at,
        null,
        null,
        null,
        null,
        concat('outbox: ', stuck.waiting, ' alerts wait for channel ', stuck.channel, ', the oldest since ', strftime(stuck.oldest_at at time zone 'UTC', '%Y-%m-%d %H:%M'), ' UTC'),
        'See the reason with: sitrep alerts list; what is given up is in sitrep alerts dead and can be sent again with sitrep alerts resend.'
    from stuck
    cross join now
)

select * from news_of_operations
