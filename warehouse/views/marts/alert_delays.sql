-- One row an alert that a text brought about: how long it took from publication to the alert and to its delivery, newest
-- first. Alerts of sick feeds have no text and are not here.
--   alert_id: Key: the alert (alerts).
--   kind: new_incident, toll_up, toll_down, contested, confirmed, retracted or cumulative_milestone.
--   title: What it says in a line.
--   outlet: Who published the text that brought it.
--   published_at: When that text was published (UTC); NULL where it does not say.
--   seen_at: When Sitrep first had that text (UTC).
--   raised_at: When the alert was raised (UTC).
--   delivered_at: When the last channel had it (UTC); NULL while one waits.
--   minutes_to_alert: From publication, else from first sight, to the alert.
--   minutes_to_delivery: The same to the last delivery; NULL while one waits.
--   url: The article.
with arrived as (
    select
        alert_id,
        if(count(delivered_at) = count(*), max(delivered_at), null) as delivered_at
    from deliveries
    group by alert_id
),

alert_delays as (
    select
        alerts.alert_id,
        alerts.kind,
        alerts.title,
        articles.outlet,
        article_versions.published_at,
        article_versions.created_at as seen_at,
        alerts.raised_at,
        arrived.delivered_at,
        round(
            date_diff('second', coalesce(article_versions.published_at, article_versions.created_at), alerts.raised_at) / 60.0, 1
        ) as minutes_to_alert,
        round(
            date_diff('second', coalesce(article_versions.published_at, article_versions.created_at), arrived.delivered_at)
                / 60.0,
            1
        ) as minutes_to_delivery,
        articles.canonical_url as url
    from alerts
    join toll_revisions using (revision_id)
    join article_versions on article_versions.version_id = toll_revisions.version_id
    join articles using (article_id)
    left join arrived using (alert_id)
)

select * from alert_delays order by raised_at desc, alert_id
