-- Whatever a row of alerts refers to is there.
with orphans as (
    select alerts.alert_id as row_id, 'run_id' as reference, alerts.run_id as missing
    from alerts
    anti join runs using (run_id)
    where alerts.run_id is not null
    union all
    select alerts.alert_id, 'incident_id', alerts.incident_id
    from alerts
    anti join incidents using (incident_id)
    where alerts.incident_id is not null
    union all
    select alerts.alert_id, 'revision_id', alerts.revision_id
    from alerts
    anti join toll_revisions using (revision_id)
    where alerts.revision_id is not null
)

select * from orphans
