-- Whatever a row of readings refers to is there.
with orphans as (
    select readings.document_id as row_id, 'document_id' as reference, readings.document_id as missing
    from readings
    anti join documents using (document_id)
    where readings.document_id is not null
    union all
    select readings.document_id, 'run_id', readings.run_id
    from readings
    anti join runs using (run_id)
    where readings.run_id is not null
    union all
    select readings.document_id, 'version_id', readings.version_id
    from readings
    anti join article_versions using (version_id)
    where readings.version_id is not null
)

select * from orphans
