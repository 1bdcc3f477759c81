-- One row a change of the toll of one incident for one harm, with the sentence that brought it, oldest first.
--   incident_id: The incident (incidents).
--   title: A line to know it by.
--   country: ISO 3166-1 alpha-3.
--   harm: killed, injured, missing, abducted, detained or displaced.
--   revision_number: 1, 2, ... within incident and harm.
--   revised_at: When the toll was revised (UTC): believed from then on.
--   valid_until: When the next revision took its place (UTC); NULL: still believed. See tolls_as_of for one moment.
--   direction: new, up, down or range (only the bounds moved).
--   reason: new_claim, corrected, retracted, rescoped, merged, split or rule_change.
--   old_low: Low before; NULL with the first revision.
--   old_best: Best before.
--   old_high: High before; NULL also where it was open upwards.
--   new_low: Low since.
--   new_best: Best since.
--   new_high: High since; NULL: open upwards.
--   evidence_grade: Airwars grade since.
--   claimants: Names of the claimants that count since, joined by "; ".
--   count_text: The number as printed in the claim that brought the change.
--   sentence: The sentence of that claim.
--   url: The article of that claim.
--   claim_id: That claim (claims).
--   revision_id: Key: the revision (toll_revisions).
with revisions as (
    select
        toll_revisions.*,
        lead(revised_at) over (partition by incident_id, harm order by revision_number) as valid_until,
        incidents.title,
        incidents.country
    from toll_revisions
    join incidents using (incident_id)
),

toll_timeline as (
    select
        revisions.incident_id,
        revisions.title,
        revisions.country,
        revisions.harm,
        revisions.revision_number,
        revisions.revised_at,
        revisions.valid_until,
        revisions.direction,
        revisions.reason,
        revisions.old_low,
        revisions.old_best,
        revisions.old_high,
        revisions.new_low,
        revisions.new_best,
        revisions.new_high,
        revisions.evidence_grade,
        revisions.claimants,
        claims.count_text,
        substring(
            article_versions.text, claims.sentence_start + 1, claims.sentence_end - claims.sentence_start
        ) as sentence,
        articles.canonical_url as url,
        revisions.claim_id,
        revisions.revision_id
    from revisions
    left join claims using (claim_id)
    left join article_versions on article_versions.version_id = claims.version_id
    left join articles on articles.article_id = claims.article_id
)

select * from toll_timeline order by revised_at, incident_id, harm, revision_number
