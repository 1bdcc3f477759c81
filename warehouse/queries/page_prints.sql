-- What an incident's page is made from, as one number; one row an incident, the newest first. Where the number is as before,
-- so is the page. folded: whether it is a part of another one.
with revised as (
    select incident_id, count(*) as revisions, bit_xor(hash(revision_id)) as print, max(revised_at) as revised_at
    from toll_revisions
    group by incident_id
),

claimed as (
    select
        incident_claims.incident_id,
        bit_xor(hash(claims.claim_id, incident_claims.match_rule, current_claims.claim_id is not null)) as print
    from incident_claims
    join claims using (claim_id)
    left join current_claims using (claim_id)
    group by incident_claims.incident_id
),

doubted as (
    select incident_id, bit_xor(hash(other_incident_id)) as print
    from (
        select incident_id, other_incident_id from possibly_same
        union all
        select other_incident_id, incident_id from possibly_same
    )
    group by incident_id
)

select
    incidents.incident_id,
    hash(
        incidents.title, incidents.place_id, incidents.latitude, incidents.country, incidents.event_date,
        incidents.plover_type, incidents.acled_sub_event_type, incidents.evidence_grade, folded_incidents.into_incident_id,
        revised.revisions, revised.print, claimed.print, doubted.print
    )::varchar as print,
    coalesce(revised.revised_at, incidents.opened_at) as changed_at,
    folded_incidents.into_incident_id is not null as folded
from incidents
left join folded_incidents using (incident_id)
left join revised using (incident_id)
left join claimed using (incident_id)
left join doubted using (incident_id)
order by incidents.opened_at desc, incidents.incident_id
