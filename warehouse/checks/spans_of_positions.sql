-- Every position's cue stands in the text of its version at its offsets.
-- substring() counts Unicode code points, as Python does; substring_grapheme() would not.
with spans as (
    select
        positions.position_id,
        positions.version_id,
        positions.char_start,
        positions.char_end,
        positions.cue_text as span,
        substring(
            article_versions.text, positions.char_start + 1, positions.char_end - positions.char_start
        ) as found
    from positions
    join article_versions using (version_id)
)

select * from spans where found is distinct from span or char_end - char_start <> length(span)
