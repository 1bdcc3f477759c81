-- Every claim's count stands in the text of its version at its offsets.
-- substring() counts Unicode code points, as Python does; substring_grapheme() would not.
with spans as (
    select
        claims.claim_id,
        claims.version_id,
        claims.char_start,
        claims.char_end,
        claims.count_text as span,
        substring(
            article_versions.text, claims.char_start + 1, claims.char_end - claims.char_start
        ) as found
    from claims
    join article_versions using (version_id)
)

select * from spans where found is distinct from span or char_end - char_start <> length(span)
