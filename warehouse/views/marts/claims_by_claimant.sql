-- One row a claim that counts now: who claims what, where it is printed, and for which incident, newest first.
--   claimant: Who answers for the number: resolved name, else as printed, else the outlet in its own voice.
--   claimant_kind: government, monitor, police, ...; NULL where the article speaks in its own voice.
--   harm: killed, injured, missing, abducted, detained or displaced.
--   count_text: The number as printed.
--   count_low: Lower bound; NULL where the text gives none.
--   count_high: Upper bound; NULL where the text gives none.
--   qualifier: exact, at_least, more_than, at_most, less_than, about, between, vague or none.
--   victim_class: civilian, military, ... or unknown.
--   scope: incident, subset or cumulative; only incident claims of one event may be added.
--   factuality: asserted, hedged, denied or hypothetical.
--   place_name: Name of the place; NULL where unknown.
--   country: ISO 3166-1 alpha-3.
--   event_date: Date as far as the text gives it.
--   incident_id: The incident it counts for (incidents); NULL where none.
--   outlet: Who published the article.
--   reported_at: Publication of the article, else when it was first read (UTC).
--   sentence: The sentence that makes the claim.
--   url: The article.
--   claim_id: Key: the claim (claims).
with claims_by_claimant as (
    select
        coalesce(claims.claimant_name, claims.claimant_text, current_readings.outlet) as claimant,
        claims.claimant_kind,
        claims.harm,
        claims.count_text,
        claims.count_low,
        claims.count_high,
        claims.qualifier,
        claims.victim_class,
        claims.scope,
        claims.factuality,
        claims.place_name,
        claims.country,
        claims.event_date,
        incident_claims.incident_id,
        current_readings.outlet,
        current_readings.reported_at,
        substring(
            article_versions.text,
            claims.sentence_start + 1,
            claims.sentence_end - claims.sentence_start
        ) as sentence,
        current_readings.url,
        claims.claim_id
    from claims
    left join incident_claims on incident_claims.claim_id = claims.claim_id
    join current_readings using (version_id, engine_version)
    join article_versions on article_versions.version_id = claims.version_id
)

select * from claims_by_claimant order by reported_at desc, claim_id
