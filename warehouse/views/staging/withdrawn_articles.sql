-- One row an article that its outlet took back: every page it was read from answers 404 or 410 now, or comes without any
-- text, or leads to the front page. A later good answer brings it back; an error that may pass (503, a lost connection)
-- takes nothing back. Its claims stay as history and count no more (current_readings).
with suspects as (
    select url from fetches where kind = 'page' and status in (404, 410)
    union
    select subject from quarantine where stage = 'normalise' and reason in ('empty', 'no_text', 'home_page')
),

answers as (
    select fetches.url, max_by({'status': status, 'body': body_sha256}, (started_at, fetch_id)) as answer
    from fetches
    join suspects using (url)
    where fetches.kind = 'page' and (fetches.status in (404, 410) or fetches.outcome <> 'error')
    group by fetches.url
),

textless as (
    select documents.url, documents.body_sha256
    from documents
    join suspects using (url)
    join readings using (document_id)
    join quarantine on quarantine.subject = documents.url and quarantine.stage = 'normalise'
    where readings.outcome = 'quarantined' and quarantine.reason in ('empty', 'no_text', 'home_page')
),

gone as (
    select url
    from answers
    where answer.status in (404, 410)
       or exists (select 1 from textless where textless.url = answers.url and textless.body_sha256 = answer.body)
),

pages as (
    select article_versions.article_id, documents.url
    from article_versions
    join readings using (version_id)
    join documents on documents.document_id = readings.document_id
    where documents.kind = 'page'
      and article_versions.article_id in (
          select told.article_id
          from documents as lost
          join gone using (url)
          join readings using (document_id)
          join article_versions as told on told.version_id = readings.version_id
      )
),

withdrawn_articles as (
    select article_id
    from pages
    group by article_id
    having bool_and(url in (select url from gone))
)

select * from withdrawn_articles
