-- Every event's trigger stands in the text of its version at its offsets.
-- substring() counts Unicode code points, as Python does; substring_grapheme() would not.
with spans as (
    select
        events.event_id,
        events.version_id,
        events.char_start,
        events.char_end,
        events.trigger_text as span,
        substring(
            article_versions.text, events.char_start + 1, events.char_end - events.char_start
        ) as found
    from events
    join article_versions using (version_id)
)

select * from spans where found is distinct from span or char_end - char_start <> length(span)
