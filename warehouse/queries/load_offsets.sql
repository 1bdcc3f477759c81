-- Rows of the given versions, as they stand in the warehouse now, whose span is not what their text has at their offsets;
-- one row each. substring() counts Unicode code points, as Python does. The checks say the same of all rows.
with spans as (
    select 'claims' as table_name, claim_id as row_id, version_id, char_start, char_end, count_text as span
    from claims
    where version_id in (select unnest($version_ids))
    union all
    select 'statements', statement_id, version_id, char_start, char_end, content_text
    from statements
    where version_id in (select unnest($version_ids))
    union all
    select 'positions', position_id, version_id, char_start, char_end, cue_text
    from positions
    where version_id in (select unnest($version_ids))
    union all
    select 'events', event_id, version_id, char_start, char_end, trigger_text
    from events
    where version_id in (select unnest($version_ids))
    union all
    select 'entities', entity_row_id, version_id, char_start, char_end, mention_text
    from entities
    where version_id in (select unnest($version_ids))
)

select spans.*, substring(article_versions.text, spans.char_start + 1, spans.char_end - spans.char_start) as found
from spans
join article_versions using (version_id)
where found is distinct from spans.span or spans.char_end - spans.char_start <> length(spans.span)
order by spans.table_name, spans.row_id
