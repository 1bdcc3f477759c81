-- One row a toll as it was believed at one moment of the past: `from tolls_as_of('2012-06-14 18:00+00')`.
--   $moment: The moment: a timestamp, or text that is one.
--   incident_id: The incident (incidents).
--   title: A line to know it by, as it is known now.
--   harm: killed, injured, missing, abducted, detained or displaced.
--   low: Smallest lower bound among the claims that counted then.
--   best: The number taken as best then; NULL where there was none.
--   high: Largest upper bound then; NULL: open upwards, or nothing counted.
--   evidence_grade: Airwars grade then.
--   claimants: Who stood behind it then, joined by "; ".
--   reason: Why it had last changed: new_claim, corrected, retracted, rescoped, merged, split or rule_change.
--   revised_at: When it had last changed (UTC).
--   valid_until: When it changed again (UTC); NULL where it is still believed.
--   revision_id: Key: the revision (toll_revisions).
with spans as (
    select
        *,
        lead(revised_at) over (partition by incident_id, harm order by revision_number) as valid_until
    from toll_revisions
),

tolls_as_of as (
    select
        spans.incident_id,
        incidents.title,
        spans.harm,
        spans.new_low as low,
        spans.new_best as best,
        spans.new_high as high,
        spans.evidence_grade,
        spans.claimants,
        spans.reason,
        spans.revised_at,
        spans.valid_until,
        spans.revision_id
    from spans
    join incidents using (incident_id)
    where spans.revised_at <= $moment::timestamptz
    qualify row_number() over (
        partition by spans.incident_id, spans.harm order by spans.revision_number desc
    ) = 1
)

select * from tolls_as_of order by incident_id, harm
