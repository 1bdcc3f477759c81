-- Toll revisions that no completed run before this one can have told, with their incident and source; one row a
-- revision. A run that died between resolving and alerting leaves its revisions to the next one.
with watermark as (
    select coalesce(max(started_at), '-infinity'::timestamptz) as told_until
    from runs
    where state = 'completed' and flow <> 'incidents' and started_at < $now
),

graded as (
    select
        toll_revisions.*,
        lag(evidence_grade) over (partition by incident_id, harm order by revision_number) as old_grade
    from toll_revisions
)

select
    graded.claim_id,
    coalesce(claims.claimant_name, claims.claimant_text, articles.outlet) as claimant,
    substring(article_versions.text, claims.sentence_start + 1, claims.sentence_end - claims.sentence_start) as sentence,
    claims.char_start - claims.sentence_start as mark_start,
    claims.char_end - claims.sentence_start as mark_end,
    article_versions.title as article_title,
    articles.canonical_url as article_url,
    articles.outlet,
    article_versions.published_at,
    incidents.incident_id,
    incidents.title as incident_title,
    incidents.place_name,
    incidents.country,
    incidents.event_date,
    incidents.evidence_grade as incident_grade,
    graded.revised_at = incidents.opened_at as opening,
    graded.revision_id,
    graded.harm,
    graded.old_low,
    graded.old_best,
    graded.old_high,
    graded.new_low,
    graded.new_best,
    graded.new_high,
    graded.direction,
    graded.reason,
    graded.old_grade,
    graded.evidence_grade as new_grade,
    graded.claimants
from graded
join incidents using (incident_id)
join claims using (claim_id)
join article_versions on article_versions.version_id = claims.version_id
join articles on articles.article_id = claims.article_id
cross join watermark
where graded.revised_at > watermark.told_until
  -- what a backfill or an import found is old news, also where it was killed
  and graded.run_id not in (select run_id from runs where flow in ('backfill', 'import', 'reprocess'))
  and claims.run_id not in (select run_id from runs where flow in ('backfill', 'import', 'reprocess'))
order by
    graded.revised_at,
    incidents.incident_id,
    list_position(['killed', 'injured', 'missing', 'abducted', 'detained', 'displaced'], graded.harm),
    graded.revision_number
