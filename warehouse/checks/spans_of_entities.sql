-- Every entity's first mention stands in the text of its version at its offsets.
-- substring() counts Unicode code points, as Python does; substring_grapheme() would not.
with spans as (
    select
        entities.entity_row_id,
        entities.version_id,
        entities.char_start,
        entities.char_end,
        entities.mention_text as span,
        substring(
            article_versions.text, entities.char_start + 1, entities.char_end - entities.char_start
        ) as found
    from entities
    join article_versions using (version_id)
)

select * from spans where found is distinct from span or char_end - char_start <> length(span)
