-- One row a count: a day, kind, number, people and place, with the articles that print it, in the columns of GDELT's GKG 1.0
-- count files. Cumulative totals, hedged, denied and hypothetical counts are not in it.
--   DATE: Day of publication, YYYYMMDD.
--   NUMARTS: Articles that print this count.
--   COUNTTYPE: KILL, WOUND, KIDNAP, ARREST, or AFFECT for missing and displaced people.
--   NUMBER: The count: its lower bound, else its upper bound.
--   OBJECTTYPE: Who is counted, as the texts print it.
--   GEO_TYPE: 1 country, 4 a place within it (GKG: world city); NULL where unknown.
--   GEO_FULLNAME: Name of the place and of its country.
--   GEO_COUNTRYCODE: Not filled: FIPS 10-4 codes; claims have ISO 3166-1 codes.
--   GEO_ADM1CODE: Not filled: FIPS 10-4 codes.
--   GEO_LAT: Degrees north, WGS 84.
--   GEO_LONG: Degrees east, WGS 84.
--   GEO_FEATUREID: Not filled: GNS and GNIS numbers; places are from GeoNames.
--   CAMEOEVENTIDS: Not filled: ids of GDELT's own events.
--   SOURCES: Outlets, joined by ";".
--   SOURCEURLS: Their articles, joined by "<UDIV>".
with export_gdelt_counts as (
    select
        cast(strftime(current_readings.reported_at, '%Y%m%d') as bigint) as "DATE",
        count(distinct claims.article_id) as "NUMARTS",
        case claims.harm
            when 'killed' then 'KILL'
            when 'injured' then 'WOUND'
            when 'abducted' then 'KIDNAP'
            when 'detained' then 'ARREST'
            else 'AFFECT'
        end as "COUNTTYPE",
        coalesce(claims.count_low, claims.count_high) as "NUMBER",
        claims.victims_text as "OBJECTTYPE",
        case when claims.place_precision = 'country' then 1 when claims.place_name is not null then 4 end as "GEO_TYPE",
        concat_ws(', ', claims.place_name, country_names.name) as "GEO_FULLNAME",
        cast(null as varchar) as "GEO_COUNTRYCODE",
        cast(null as varchar) as "GEO_ADM1CODE",
        claims.latitude as "GEO_LAT",
        claims.longitude as "GEO_LONG",
        cast(null as varchar) as "GEO_FEATUREID",
        cast(null as varchar) as "CAMEOEVENTIDS",
        string_agg(distinct current_readings.outlet, ';' order by current_readings.outlet) as "SOURCES",
        string_agg(distinct current_readings.url, '<UDIV>' order by current_readings.url) as "SOURCEURLS"
    from claims
    join current_readings using (version_id, engine_version)
    left join country_names on country_names.country = claims.country
    where claims.scope = 'incident'
      and claims.factuality = 'asserted'
      and coalesce(claims.count_low, claims.count_high) is not null
    group by all
)

select * from export_gdelt_counts order by "DATE" desc, "COUNTTYPE", "NUMBER" desc, "SOURCEURLS"
