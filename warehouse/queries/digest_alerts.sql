-- What was told from $since to $until: the newest alert of each incident, the most severe first; one row an incident, or an
-- alert that has none.
with told as (
    select
        max_by(title, (raised_at, alert_id)) as title,
        max(list_position(['info', 'notice', 'urgent'], severity)) as level,
        count(*) as changes
    from alerts
    where raised_at >= $since and raised_at < $until
    group by coalesce(incident_id, alert_id)
)

select ['info', 'notice', 'urgent'][level] as severity, title, changes
from told
order by level desc, title
