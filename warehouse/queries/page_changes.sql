-- Changes of tolls since $since, newest first, at most $limit of them, with their incident and the sentence that brought each; one
-- row a revision. precision: what the place is (exact, province or country); NULL where it has no coordinates.
with graded as (
    select
        toll_revisions.*,
        lag(evidence_grade) over (partition by incident_id, harm order by revision_number) as old_grade
    from toll_revisions
),

latest as (
    select *
    from graded
    where revised_at >= $since
    order by revised_at desc, incident_id, revision_id
    limit $limit
)

select
    latest.revision_id,
    latest.incident_id,
    latest.revised_at,
    latest.revised_at = incidents.opened_at as opening,
    latest.harm,
    latest.old_low,
    latest.old_best,
    latest.old_high,
    latest.new_low,
    latest.new_best,
    latest.new_high,
    latest.direction,
    latest.reason,
    latest.old_grade,
    latest.evidence_grade as new_grade,
    latest.claimants,
    incidents.title,
    incidents.place_name,
    incidents.country,
    incidents.event_date,
    coalesce(incidents.acled_sub_event_type, lower(incidents.plover_type)) as event_type,
    incidents.evidence_grade as incident_grade,
    incidents.latitude,
    incidents.longitude,
    if(
        places.feature_class is null or places.feature_class <> 'A',
        'exact',
        if(places.admin1 is null, 'country', 'province')
    ) as place_precision,
    coalesce(claims.claimant_name, claims.claimant_text, articles.outlet) as claimant,
    claims.victim_class,
    substring(article_versions.text, claims.sentence_start + 1, claims.sentence_end - claims.sentence_start) as sentence,
    claims.char_start - claims.sentence_start as mark_start,
    claims.char_end - claims.sentence_start as mark_end,
    article_versions.title as article_title,
    articles.outlet,
    articles.canonical_url as url,
    article_versions.published_at
from latest
join incidents using (incident_id)
left join places on places.place_id = incidents.place_id
left join claims on claims.claim_id = latest.claim_id
left join article_versions on article_versions.version_id = claims.version_id
left join articles on articles.article_id = claims.article_id
order by
    latest.revised_at desc,
    latest.incident_id,
    list_position(['killed', 'injured', 'missing', 'abducted', 'detained', 'displaced'], latest.harm),
    latest.revision_id
