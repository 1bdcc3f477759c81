-- How long it took from the publication of a text to the alert on it, over alerts since $since whose text prints a time of
-- day; one row. Seconds; NULL where there is none. `seen_seconds` is the part until the feed showed it.
with told as (
    select
        epoch(alerts.raised_at) - epoch(article_versions.published_at) as seconds,
        epoch(articles.first_seen_at) - epoch(article_versions.published_at) as seen_seconds
    from alerts
    join toll_revisions on toll_revisions.revision_id = alerts.revision_id
    join claims on claims.claim_id = toll_revisions.claim_id
    join article_versions on article_versions.version_id = claims.version_id
    join articles on articles.article_id = claims.article_id
    where alerts.raised_at >= $since
      and article_versions.published_precision = 'second'
      and article_versions.published_at <= alerts.raised_at
)

select
    count(*) as alerts,
    median(seconds) as median_seconds,
    max(seconds) as max_seconds,
    median(seen_seconds) as seen_seconds
from told
