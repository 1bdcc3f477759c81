-- Whatever a row of extractions refers to is there.
with orphans as (
    select extractions.extraction_id as row_id, 'version_id' as reference, extractions.version_id as missing
    from extractions
    anti join article_versions using (version_id)
    where extractions.version_id is not null
    union all
    select extractions.extraction_id, 'run_id', extractions.run_id
    from extractions
    anti join runs using (run_id)
    where extractions.run_id is not null
)

select * from orphans
