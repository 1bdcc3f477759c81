-- How many documents and texts of backfills wait to be read, or of live runs where $live; one row.
select
    (
        select count(*)
        from documents
        anti join readings using (document_id)
        where documents.kind in ('page', 'entry')
          and $live = (documents.run_id not in (select run_id from runs where flow in ('backfill', 'import')))
    ) as documents,
    (select count(*) from article_versions anti join extractions using (version_id)) as versions
