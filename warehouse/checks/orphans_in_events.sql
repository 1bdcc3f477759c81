-- Whatever a row of events refers to is there.
with orphans as (
    select events.event_id as row_id, 'version_id' as reference, events.version_id as missing
    from events
    anti join article_versions using (version_id)
    where events.version_id is not null
    union all
    select events.event_id, 'article_id', events.article_id
    from events
    anti join articles using (article_id)
    where events.article_id is not null
    union all
    select events.event_id, 'run_id', events.run_id
    from events
    anti join runs using (run_id)
    where events.run_id is not null
    union all
    select events.event_id, 'place_id', events.place_id
    from events
    anti join places using (place_id)
    where events.place_id is not null
)

select * from orphans
