-- Every statement's content stands in the text of its version at its offsets.
-- substring() counts Unicode code points, as Python does; substring_grapheme() would not.
with spans as (
    select
        statements.statement_id,
        statements.version_id,
        statements.char_start,
        statements.char_end,
        statements.content_text as span,
        substring(
            article_versions.text, statements.char_start + 1, statements.char_end - statements.char_start
        ) as found
    from statements
    join article_versions using (version_id)
)

select * from spans where found is distinct from span or char_end - char_start <> length(span)
