-- Whatever a row of article_versions refers to is there.
with orphans as (
    select article_versions.version_id as row_id, 'article_id' as reference, article_versions.article_id as missing
    from article_versions
    anti join articles using (article_id)
    where article_versions.article_id is not null
    union all
    select article_versions.version_id, 'document_id', article_versions.document_id
    from article_versions
    anti join documents using (document_id)
    where article_versions.document_id is not null
    union all
    select article_versions.version_id, 'run_id', article_versions.run_id
    from article_versions
    anti join runs using (run_id)
    where article_versions.run_id is not null
)

select * from orphans
