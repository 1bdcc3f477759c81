-- One row an incident and harm whose toll is contested: claimants whose numbers cannot all be true.
--   incident_id: The incident (incidents).
--   title: A line to know it by.
--   country: ISO 3166-1 alpha-3.
--   event_date: Date as far as known.
--   harm: killed, injured, missing, abducted, detained or displaced.
--   low: Smallest lower bound among the claims that count.
--   best: Latest asserted claim of the highest-ranked claimant kind.
--   high: Largest upper bound; NULL: open upwards.
--   claimant_count: How many claimants give a number or deny one.
--   who_says_what: What each of them said last, newest first.
--   revised_at: When the toll last changed (UTC).
with contested as (
    select current_tolls.*, incidents.title, incidents.country, incidents.event_date
    from current_tolls
    join incidents using (incident_id)
    where current_tolls.evidence_grade = 'contested'
),

said as (
    select distinct
        contested.incident_id,
        contested.harm,
        claims.factuality,
        claims.count_text,
        coalesce(claims.claimant_name, claims.claimant_text, current_readings.outlet) as claimant,
        current_readings.reported_at
    from contested
    join incident_claims using (incident_id)
    join claims on claims.claim_id = incident_claims.claim_id and claims.harm = contested.harm
    join current_readings using (version_id, engine_version)
    where claims.scope <> 'subset'
    qualify rank() over (
        partition by contested.incident_id, contested.harm, lower(claimant) order by current_readings.reported_at desc
    ) = 1
),

words as (
    select
        incident_id,
        harm,
        count(distinct claimant) as claimant_count,
        string_agg(
            claimant || case factuality when 'asserted' then ': ' else ' (' || factuality || '): ' end || count_text,
            '; ' order by reported_at desc, claimant, count_text
        ) as who_says_what
    from said
    group by incident_id, harm
),

contested_tolls as (
    select
        contested.incident_id,
        contested.title,
        contested.country,
        contested.event_date,
        contested.harm,
        contested.low,
        contested.best,
        contested.high,
        coalesce(words.claimant_count, 0) as claimant_count,
        words.who_says_what,
        contested.revised_at
    from contested
    left join words using (incident_id, harm)
)

select * from contested_tolls order by revised_at desc, incident_id, harm
