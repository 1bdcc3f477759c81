-- One row an incident of known day whose events have an ACLED type, in the columns of ACLED's event files (ACLED Codebook,
-- 2023). Disasters, accidents and epidemics have none and are not in it.
--   event_id_cnty: Key: country and incident (incidents). ACLED counts up here.
--   event_date: Day of the event; of a month or year its first.
--   year: Its year.
--   time_precision: 1 the day, 2 the month (ACLED: part of it), 3 the year is known (ACLED: month).
--   disorder_type: ACLED's group of the event type: Political violence, Demonstrations, Strategic developments.
--   event_type: ACLED event type: what most claims' events say.
--   sub_event_type: ACLED sub-event type: what most claims' events say.
--   actor1: Who acted, as most texts name it; NULL where none does.
--   assoc_actor_1: Not filled: associated actors are not told apart.
--   inter1: Not filled: ACLED's kind of actor 1.
--   actor2: Not filled: texts print those attacked as people, not as named groups.
--   assoc_actor_2: Not filled: associated actors are not told apart.
--   inter2: Not filled: ACLED's kind of actor 2.
--   interaction: Not filled: ACLED's pair of kinds.
--   civilian_targeting: Civilian targeting, where the violence is one-sided; else NULL.
--   iso: ISO 3166-1 number of the country.
--   region: Not filled: ACLED's region.
--   country: Name of the country.
--   admin1: First-level administrative division (GeoNames).
--   admin2: Not filled: the gazetteer has no second level.
--   admin3: Not filled: the gazetteer has no third level.
--   location: Name of the place.
--   latitude: Degrees north, WGS 84.
--   longitude: Degrees east, WGS 84.
--   geo_precision: 1 exact or near, 2 district, 3 province or country (ACLED codebook); NULL where unknown.
--   source: Outlets, joined by "; ".
--   source_scale: Not filled: ACLED's scale of sources.
--   notes: The title of the newest article, and who claims what.
--   fatalities: Best number of killed, else the low; NULL where none is claimed (ACLED would have 0).
--   tags: Evidence grade of the toll.
--   timestamp: When the toll last changed, seconds since 1970.
with export_acled as (
    select
        toll_events.country || toll_events.incident_id as event_id_cnty,
        toll_events.first_day as event_date,
        year(toll_events.first_day) as year,
        case when toll_events.first_day = toll_events.last_day then 1 when toll_events.last_day - toll_events.first_day < 31 then 2 else 3 end as time_precision,
        case
            when toll_events.acled_event_type in ('Protests', 'Riots') then 'Demonstrations'
            when toll_events.acled_event_type = 'Strategic developments' then 'Strategic developments'
            else 'Political violence'
        end as disorder_type,
        toll_events.acled_event_type as event_type,
        toll_events.acled_sub_event_type as sub_event_type,
        toll_events.actor_name as actor1,
        cast(null as varchar) as assoc_actor_1,
        cast(null as bigint) as inter1,
        cast(null as varchar) as actor2,
        cast(null as varchar) as assoc_actor_2,
        cast(null as bigint) as inter2,
        cast(null as bigint) as interaction,
        if(toll_events.violence_type = 'one-sided violence', 'Civilian targeting', null) as civilian_targeting,
        toll_events.country_number as iso,
        cast(null as varchar) as region,
        toll_events.country_name as country,
        toll_events.admin1,
        cast(null as varchar) as admin2,
        cast(null as varchar) as admin3,
        toll_events.place_name as location,
        toll_events.latitude,
        toll_events.longitude,
        case when toll_events.place_precision in ('exact', 'near') then 1 when toll_events.place_precision = 'district' then 2 when toll_events.place_precision in ('province', 'country') then 3 end as geo_precision,
        toll_events.outlets as source,
        cast(null as varchar) as source_scale,
        concat_ws('. ', toll_events.last_title, 'Claimed by: ' || nullif(toll_events.claimants, '')) as notes,
        coalesce(toll_events.best, toll_events.low) as fatalities,
        toll_events.evidence_grade as tags,
        cast(epoch(toll_events.revised_at) as bigint) as timestamp
    from toll_events
    where toll_events.acled_event_type is not null and toll_events.first_day is not null
)

select * from export_acled order by event_date desc, event_id_cnty
