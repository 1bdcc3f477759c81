-- Pages that may have been edited since: their article carries claims, or they showed no article; one row a page.
with asked as (
    select
        url,
        min(started_at) filter (where outcome <> 'error') as first_at,
        max(started_at) as last_at
    from fetches
    where kind = 'page'
    group by url
    having first_at is not null and last_at < first_at + to_hours($last_hour)
),

good_answers as (
    select url, feed_id, etag, last_modified, body_sha256
    from fetches
    where kind = 'page' and outcome <> 'error'
    qualify row_number() over (partition by url order by started_at desc, fetch_id) = 1
),

watched as (
    select documents.url
    from documents
    inner join readings on documents.document_id = readings.document_id
    left join article_versions on readings.version_id = article_versions.version_id
    left join articles on article_versions.article_id = articles.article_id
    where
        documents.kind = 'page'
        and (
            readings.outcome = 'quarantined'
            or exists (select 1 from claims where claims.version_id = articles.current_version_id)
        )
    group by documents.url
)

select
    good_answers.url,
    good_answers.feed_id,
    good_answers.etag,
    good_answers.last_modified,
    good_answers.body_sha256,
    asked.first_at,
    asked.last_at
from asked
inner join good_answers on asked.url = good_answers.url
inner join watched on asked.url = watched.url
order by asked.first_at, asked.url
