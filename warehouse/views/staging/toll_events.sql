-- One row an incident with its toll of killed and what the texts say of its event, for exports shaped like other data sets:
-- types by most of its claims' events, the day as a span, sources as lists. Incidents folded into another are left out.
with told as (
    select
        incident_claims.incident_id,
        claims.place_precision,
        events.actor_name,
        events.ucdp_violence_type,
        events.acled_event_type,
        events.acled_sub_event_type,
        claims.article_id,
        current_readings.outlet,
        current_readings.article_title,
        current_readings.reported_at
    from incident_claims
    join claims on claims.claim_id = incident_claims.claim_id
    join current_readings using (version_id, engine_version)
    left join events on events.event_id = claims.event_id
),

gathered as (
    select
        incident_id,
        mode(place_precision order by place_precision) as place_precision,
        mode(actor_name order by actor_name) as actor_name,
        mode(ucdp_violence_type order by ucdp_violence_type) as violence_type,
        mode(acled_event_type order by acled_event_type) as acled_event_type,
        mode(acled_sub_event_type order by acled_sub_event_type) as acled_sub_event_type,
        count(distinct article_id) as article_count,
        string_agg(distinct outlet, '; ' order by outlet) as outlets,
        max_by(outlet, (reported_at, article_id)) as last_outlet,
        max_by(article_title, (reported_at, article_id)) as last_title,
        max(reported_at) as last_at
    from told
    group by incident_id
),

toll_events as (
    select
        gathered.*,
        incidents.place_name,
        incidents.latitude,
        incidents.longitude,
        incidents.country,
        country_names.name as country_name,
        country_names.numeric as country_number,
        places.admin1,
        coalesce(
            try_cast(incidents.event_date as date),
            try_cast(incidents.event_date || '-01' as date),
            try_cast(incidents.event_date || '-01-01' as date)
        ) as first_day,
        coalesce(
            try_cast(incidents.event_date as date),
            last_day(try_cast(incidents.event_date || '-01' as date)),
            try_cast(incidents.event_date || '-12-31' as date)
        ) as last_day,
        current_tolls.low,
        current_tolls.best,
        current_tolls.high,
        coalesce(current_tolls.evidence_grade, incidents.evidence_grade) as evidence_grade,
        coalesce(current_tolls.claimants, '') as claimants,
        coalesce(current_tolls.revised_at, incidents.opened_at) as revised_at
    from gathered
    join incidents using (incident_id)
    left join current_tolls on current_tolls.incident_id = incidents.incident_id and current_tolls.harm = 'killed'
    left join country_names on country_names.country = incidents.country
    left join places on places.place_id = incidents.place_id
    where incidents.incident_id not in (select incident_id from folded_incidents)
)

select * from toll_events
