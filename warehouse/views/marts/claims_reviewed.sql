-- One row a claim, by whom it is made: the machine's that count now, and each source of analysts' newest word on each
-- (sitrep import). `where stands` leaves out what an analyst corrected or rejected. Tolls are the machine's: they follow
-- claims, and what users decide of incidents (sitrep incidents), not these rows.
--   source: machine, or the analysts' source.
--   verdict: machine; of analysts: added, corrected, confirmed or rejected.
--   stands: Whether it counts: false for a machine's claim that an analyst corrected or rejected, and for the rejection.
--   claimant: Who answers for the number.
--   claimant_kind: government, monitor, police, ...
--   harm: killed, injured, missing, abducted, detained or displaced.
--   count_low: Lower bound; NULL where there is none.
--   count_high: Upper bound; NULL where there is none.
--   victim_class: civilian, military, ... or unknown.
--   scope: incident, subset or cumulative; only incident claims of one event may be added.
--   factuality: asserted, hedged, denied or hypothetical.
--   place_name: Name of the place.
--   country: ISO 3166-1 alpha-3.
--   event_date: Date as far as known.
--   incident_id: The incident that it tells of (incidents); NULL where none.
--   said_at: Publication of the article; of analysts' rows: when they were imported (UTC).
--   url: Where it can be read.
--   note: Why, in the analyst's words.
--   claim_id: The machine's claim, its own or the one that the row is about (claims); NULL where an analyst added it.
--   analyst_claim_id: Key of an analyst's row (analyst_claims); NULL for the machine's.
with words as (
    select *
    from analyst_claims
    qualify row_number() over (partition by source, subject order by imported_at desc, analyst_claim_id) = 1
),

struck as (
    select distinct version_id, char_start, char_end, machine_harm
    from words
    where verdict in ('corrected', 'rejected')
),

claims_reviewed as (
    select
        'machine' as source,
        'machine' as verdict,
        struck.version_id is null as stands,
        coalesce(claims.claimant_name, claims.claimant_text, current_readings.outlet) as claimant,
        claims.claimant_kind,
        claims.harm,
        claims.count_low,
        claims.count_high,
        claims.victim_class,
        claims.scope,
        claims.factuality,
        claims.place_name,
        claims.country,
        claims.event_date,
        incident_claims.incident_id,
        current_readings.reported_at as said_at,
        current_readings.url,
        null as note,
        claims.claim_id,
        null as analyst_claim_id
    from claims
    left join incident_claims on incident_claims.claim_id = claims.claim_id
    join current_readings using (version_id, engine_version)
    left join struck
        on struck.version_id = claims.version_id
        and struck.char_start = claims.char_start
        and struck.char_end = claims.char_end
        and struck.machine_harm = claims.harm
    union all
    select
        source, verdict, verdict <> 'rejected', claimant_name, claimant_kind, harm, count_low, count_high, victim_class,
        scope, factuality, place_name, country, event_date, incident_id, imported_at, url, note, claim_id, analyst_claim_id
    from words
)

select * from claims_reviewed order by said_at desc, claim_id, source
