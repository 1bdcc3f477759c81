-- Incidents that became contested or confirmed by a claim that changed no number, told by the newest revision of their
-- largest toll; one row an incident. Only claims that no completed run before this one can have told, and texts that
-- one engine has read: an upgrade is silent.
with watermark as (
    select coalesce(max(started_at), '-infinity'::timestamptz) as told_until
    from runs
    where state = 'completed' and flow <> 'incidents' and started_at < $now
),

fresh as (
    select distinct incident_claims.incident_id
    from incident_claims
    join claims using (claim_id)
    left join runs on runs.run_id = incident_claims.run_id
    cross join watermark
    where coalesce(runs.started_at, $now) > watermark.told_until
      and (select count(*) from extractions where extractions.version_id = claims.version_id) = 1
),

newest as (
    select
        toll_revisions.*,
        bool_or(toll_revisions.evidence_grade = incidents.evidence_grade) over incident as has_grade,
        row_number() over (
            partition by toll_revisions.incident_id order by toll_revisions.new_best desc nulls last, toll_revisions.harm
        ) as place
    from (
        select *
        from toll_revisions
        qualify row_number() over (partition by incident_id, harm order by revision_number desc) = 1
    ) as toll_revisions
    join incidents using (incident_id)
    join fresh using (incident_id)
    where incidents.evidence_grade in ('contested', 'confirmed') and incidents.opened_at < $now
    window incident as (partition by toll_revisions.incident_id)
)

select
    newest.claim_id,
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
    false as opening,
    newest.revision_id,
    newest.harm,
    newest.old_low,
    newest.old_best,
    newest.old_high,
    newest.new_low,
    newest.new_best,
    newest.new_high,
    newest.direction,
    newest.reason,
    newest.evidence_grade as old_grade,
    incidents.evidence_grade as new_grade,
    newest.claimants
from newest
join incidents using (incident_id)
join claims using (claim_id)
join article_versions on article_versions.version_id = claims.version_id
join articles on articles.article_id = claims.article_id
where newest.place = 1 and not newest.has_grade
order by incidents.incident_id
