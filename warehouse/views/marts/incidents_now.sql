-- One row an incident: where, when, and its toll for each harm as it stands now, newest first.
-- NULL is not zero: a harm that nobody counted is NULL, and a NULL high beside a low is open upwards.
--   incident_id: Key: the incident (incidents).
--   title: A line to know it by.
--   place_name: Name of the place; NULL where unknown.
--   country: ISO 3166-1 alpha-3.
--   event_date: Date as far as known: ISO day, month or year.
--   evidence_grade: Airwars grade: confirmed, fair, weak, contested, discounted.
--   killed_low: Smallest lower bound among the claims that count.
--   killed_best: Latest asserted claim of the highest-ranked claimant kind.
--   killed_high: Largest upper bound; NULL: open upwards, or nobody counted.
--   injured_low: As killed_low.
--   injured_best: As killed_best.
--   injured_high: As killed_high.
--   missing_low: As killed_low.
--   missing_best: As killed_best.
--   missing_high: As killed_high.
--   abducted_low: As killed_low.
--   abducted_best: As killed_best.
--   abducted_high: As killed_high.
--   detained_low: As killed_low.
--   detained_best: As killed_best.
--   detained_high: As killed_high.
--   displaced_low: As killed_low.
--   displaced_best: As killed_best.
--   displaced_high: As killed_high.
--   claim_count: Claims of any article that count for it.
--   article_count: Articles that those claims are from.
--   latitude: Degrees north, WGS 84.
--   longitude: Degrees east, WGS 84.
--   opened_at: When its first claim was resolved (UTC).
--   revised_at: When any of its tolls last changed (UTC).
with tolls as (
    select
        incident_id,
        max(low) filter (where harm = 'killed') as killed_low,
        max(best) filter (where harm = 'killed') as killed_best,
        max(high) filter (where harm = 'killed') as killed_high,
        max(low) filter (where harm = 'injured') as injured_low,
        max(best) filter (where harm = 'injured') as injured_best,
        max(high) filter (where harm = 'injured') as injured_high,
        max(low) filter (where harm = 'missing') as missing_low,
        max(best) filter (where harm = 'missing') as missing_best,
        max(high) filter (where harm = 'missing') as missing_high,
        max(low) filter (where harm = 'abducted') as abducted_low,
        max(best) filter (where harm = 'abducted') as abducted_best,
        max(high) filter (where harm = 'abducted') as abducted_high,
        max(low) filter (where harm = 'detained') as detained_low,
        max(best) filter (where harm = 'detained') as detained_best,
        max(high) filter (where harm = 'detained') as detained_high,
        max(low) filter (where harm = 'displaced') as displaced_low,
        max(best) filter (where harm = 'displaced') as displaced_best,
        max(high) filter (where harm = 'displaced') as displaced_high,
        max(revised_at) as revised_at
    from current_tolls
    group by incident_id
),

sources as (
    select incident_id, sum(claim_count)::bigint as claim_count, count(*) as article_count
    from (
        select incident_claims.incident_id, current_claims.article_id, count(*) as claim_count
        from incident_claims
        join current_claims using (claim_id)
        group by incident_claims.incident_id, current_claims.article_id
    )
    group by incident_id
),

incidents_now as (
    select
        incidents.incident_id,
        incidents.title,
        incidents.place_name,
        incidents.country,
        incidents.event_date,
        incidents.evidence_grade,
        tolls.* exclude (incident_id, revised_at),
        coalesce(sources.claim_count, 0) as claim_count,
        coalesce(sources.article_count, 0) as article_count,
        incidents.latitude,
        incidents.longitude,
        incidents.opened_at,
        tolls.revised_at
    from incidents
    left join tolls using (incident_id)
    left join sources using (incident_id)
    where incidents.incident_id not in (select incident_id from folded_incidents)
)

select * from incidents_now order by coalesce(revised_at, opened_at) desc, incident_id
