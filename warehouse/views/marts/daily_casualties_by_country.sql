-- One row a country, day and harm: the tolls of the incidents of that day, added. Cumulative totals are not in it.
-- `day` is NULL for incidents known only to the month or year, or not at all; `country` where the place is unknown.
--   day: Day of the event.
--   country: ISO 3166-1 alpha-3.
--   harm: killed, injured, missing, abducted, detained or displaced.
--   incident_count: Incidents with a toll for this harm.
--   low: Sum of the lows that are known.
--   best: Sum of the bests that are known; NULL where none is.
--   high: Sum of the highs; NULL where any of them is open upwards.
--   contested_count: How many of these tolls are contested.
with dated as (
    select
        try_cast(case when length(incidents.event_date) = 10 then incidents.event_date end as date) as day,
        incidents.country,
        current_tolls.*
    from current_tolls
    join incidents using (incident_id)
),

daily_casualties_by_country as (
    select
        day,
        country,
        harm,
        count(*) as incident_count,
        cast(sum(low) as bigint) as low,
        cast(sum(best) as bigint) as best,
        cast(case when count(high) = count(*) then sum(high) end as bigint) as high,
        count(*) filter (where evidence_grade = 'contested') as contested_count
    from dated
    group by day, country, harm
)

select * from daily_casualties_by_country order by day desc nulls last, country, harm
