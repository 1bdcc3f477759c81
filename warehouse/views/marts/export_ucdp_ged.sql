-- One row an incident of organised violence with killed, in the columns of UCDP's Georeferenced Event Dataset (GED Codebook
-- 24.1). Incidents that no event of the texts makes organised violence, of an unknown day, and dead that are hedged away
-- or denied are not in it.
--   id: Key: the incident (incidents). GED has a number here.
--   relid: Not filled: GED's own name of the event.
--   year: Year of the event.
--   active_year: Not filled: whether the dyad passed 25 deaths in the year is for a whole year to say.
--   code_status: Clear where the evidence is confirmed or fair, else Check (GED: not yet checked).
--   type_of_violence: 1 state-based conflict, 2 non-state conflict, 3 one-sided violence: what most claims' events say.
--   conflict_dset_id: Not filled: UCDP's number of the conflict.
--   conflict_new_id: Not filled: UCDP's number of the conflict.
--   conflict_name: Not filled: UCDP's name of the conflict.
--   dyad_dset_id: Not filled: UCDP's number of the dyad.
--   dyad_new_id: Not filled: UCDP's number of the dyad.
--   dyad_name: Not filled: UCDP's name of the dyad.
--   side_a_dset_id: Not filled: UCDP's number of the actor.
--   side_a_new_id: Not filled: UCDP's number of the actor.
--   side_a: Who acted, as most texts name it; NULL where none does.
--   side_b_dset_id: Not filled: UCDP's number of the actor.
--   side_b_new_id: Not filled: UCDP's number of the actor.
--   side_b: Civilians where the violence is one-sided, as GED has it; else NULL.
--   number_of_sources: Articles that tell of it.
--   source_article: The newest of them: outlet, day, title.
--   source_office: Their outlets, joined by "; ".
--   source_date: Day of the newest article.
--   source_headline: Its title.
--   source_original: Who is cited: the claimants that count, joined by "; ".
--   where_prec: 1 exact spot, 2 near it, 3 district, 4 province, 6 country; NULL where unknown (GED codebook).
--   where_coordinates: Name of the place that the coordinates are of.
--   where_description: Not filled: a description in words; the texts have it.
--   adm_1: First-level administrative division (GeoNames).
--   adm_2: Not filled: the gazetteer has no second level.
--   latitude: Degrees north, WGS 84.
--   longitude: Degrees east, WGS 84.
--   geom_wkt: The same point as well-known text.
--   priogrid_gid: PRIO-GRID cell of half a degree, counted from the south-west corner of the world.
--   country: Name of the country.
--   country_id: Not filled: Gleditsch and Ward's number of the country.
--   region: Not filled: UCDP's region.
--   event_clarity: 1 where the day is known, else 2.
--   date_prec: 1 the day, 4 the month, 5 the year is known (GED codebook).
--   date_start: First day that it may have been.
--   date_end: Last day that it may have been.
--   deaths_a: Not filled: deaths by side; killed_tolls has combatants where claims tell them apart.
--   deaths_b: Not filled: deaths by side.
--   deaths_civilians: Not filled: killed_tolls has civilians where claims tell them apart.
--   deaths_unknown: All of best: the sides are not told apart here.
--   best: Best number of killed by the toll rule; where it names none, the low.
--   high: High; where it is open upwards, best: GED has no open bounds.
--   low: Low.
--   gwnoa: Not filled: Gleditsch and Ward's number of side A.
--   gwnob: Not filled: Gleditsch and Ward's number of side B.
with export_ucdp_ged as (
    select
        toll_events.incident_id as id,
        cast(null as varchar) as relid,
        year(toll_events.first_day) as year,
        cast(null as bigint) as active_year,
        if(toll_events.evidence_grade in ('confirmed', 'fair'), 'Clear', 'Check') as code_status,
        case toll_events.violence_type when 'state-based conflict' then 1 when 'non-state conflict' then 2 else 3 end as type_of_violence,
        cast(null as bigint) as conflict_dset_id,
        cast(null as bigint) as conflict_new_id,
        cast(null as varchar) as conflict_name,
        cast(null as bigint) as dyad_dset_id,
        cast(null as bigint) as dyad_new_id,
        cast(null as varchar) as dyad_name,
        cast(null as bigint) as side_a_dset_id,
        cast(null as bigint) as side_a_new_id,
        toll_events.actor_name as side_a,
        cast(null as bigint) as side_b_dset_id,
        cast(null as bigint) as side_b_new_id,
        if(toll_events.violence_type = 'one-sided violence', 'Civilians', null) as side_b,
        toll_events.article_count as number_of_sources,
        concat_ws(', ', toll_events.last_outlet, strftime(toll_events.last_at, '%Y-%m-%d'), toll_events.last_title) as source_article,
        toll_events.outlets as source_office,
        cast(toll_events.last_at as date) as source_date,
        toll_events.last_title as source_headline,
        toll_events.claimants as source_original,
        case toll_events.place_precision when 'exact' then 1 when 'near' then 2 when 'district' then 3 when 'province' then 4 when 'country' then 6 end as where_prec,
        toll_events.place_name as where_coordinates,
        cast(null as varchar) as where_description,
        toll_events.admin1 as adm_1,
        cast(null as varchar) as adm_2,
        toll_events.latitude,
        toll_events.longitude,
        'POINT (' || toll_events.longitude || ' ' || toll_events.latitude || ')' as geom_wkt,
        cast(floor((toll_events.latitude + 90) * 2) * 720 + floor((toll_events.longitude + 180) * 2) + 1 as bigint) as priogrid_gid,
        toll_events.country_name as country,
        cast(null as bigint) as country_id,
        cast(null as varchar) as region,
        if(toll_events.first_day = toll_events.last_day, 1, 2) as event_clarity,
        case when toll_events.first_day = toll_events.last_day then 1 when toll_events.last_day - toll_events.first_day < 31 then 4 else 5 end as date_prec,
        toll_events.first_day as date_start,
        toll_events.last_day as date_end,
        cast(null as bigint) as deaths_a,
        cast(null as bigint) as deaths_b,
        cast(null as bigint) as deaths_civilians,
        coalesce(toll_events.best, toll_events.low) as deaths_unknown,
        coalesce(toll_events.best, toll_events.low) as best,
        coalesce(toll_events.high, toll_events.best, toll_events.low) as high,
        toll_events.low,
        cast(null as bigint) as gwnoa,
        cast(null as bigint) as gwnob
    from toll_events
    where toll_events.violence_type is not null
      and toll_events.first_day is not null
      and coalesce(toll_events.best, toll_events.low) > 0
)

select * from export_ucdp_ged order by date_start desc, id
