-- Every other offset (sentence, claimant, speaker, target) lies within its text, the start before the end.
with offsets as (
    select claim_id as row_id, version_id, 'sentence' as what, sentence_start as start_at, sentence_end as end_at
    from claims
    union all
    select claim_id, version_id, 'claimant', claimant_start, claimant_end
    from claims
    where claimant_start is not null or claimant_end is not null
    union all
    select statement_id, version_id, 'speaker', speaker_start, speaker_end
    from statements
    where speaker_start is not null or speaker_end is not null
    union all
    select position_id, version_id, 'target', target_start, target_end
    from positions
),

outside as (
    select offsets.*, length(article_versions.text) as text_length
    from offsets
    join article_versions using (version_id)
    where (offsets.start_at < offsets.end_at and offsets.end_at <= length(article_versions.text)) is not true
)

select * from outside
