-- Pages that no document, full text in a feed or final failure has settled, with their failures; one row a page, oldest first.
-- $live: those of live runs, else those of a backfill, whose alerts are nobody's news.
with wanted as (
    select
        page_url as url,
        first(feed_id order by first_seen_at, entry_id) as feed_id,
        min(first_seen_at) as first_seen_at
    from entries
    where page_url is not null and content_html is null
      and $live = (run_id not in (select run_id from runs where flow in ('backfill', 'import')))
    group by page_url
),

failures as (
    select
        url,
        count(*) as failures,
        count(*) filter (where list_contains($hard_errors, error_class)) as hard_failures,
        max(started_at) as last_failed_at
    from fetches
    where kind = 'page' and outcome = 'error'
    group by url
)

select
    wanted.url,
    wanted.feed_id,
    coalesce(failures.failures, 0) as failures,
    coalesce(failures.hard_failures, 0) as hard_failures,
    failures.last_failed_at
from wanted
left join failures on wanted.url = failures.url
where
    not exists (select 1 from documents where documents.url = wanted.url and documents.kind in ('page', 'entry'))
    and not exists (
        select 1
        from quarantine
        where quarantine.stage = 'fetch' and quarantine.subject = wanted.url and quarantine.reason = 'gave_up'
    )
order by wanted.first_seen_at, wanted.url
