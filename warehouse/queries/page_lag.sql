-- From publication of an article to the alert that it brought about, alerts since $since; one row.
select
    count(*) as alerts,
    median(epoch(alerts.raised_at) - epoch(article_versions.published_at)) as median_seconds,
    quantile_cont(epoch(alerts.raised_at) - epoch(article_versions.published_at), 0.9) as slow_seconds
from alerts
join toll_revisions using (revision_id)
join article_versions on article_versions.version_id = toll_revisions.version_id
where alerts.raised_at >= $since and article_versions.published_at is not null
