-- Whatever a row of statements refers to is there.
with orphans as (
    select statements.statement_id as row_id, 'version_id' as reference, statements.version_id as missing
    from statements
    anti join article_versions using (version_id)
    where statements.version_id is not null
    union all
    select statements.statement_id, 'article_id', statements.article_id
    from statements
    anti join articles using (article_id)
    where statements.article_id is not null
    union all
    select statements.statement_id, 'run_id', statements.run_id
    from statements
    anti join runs using (run_id)
    where statements.run_id is not null
)

select * from orphans
