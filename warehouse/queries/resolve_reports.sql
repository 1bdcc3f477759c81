-- The claims ever linked to the incidents $incident_ids, and of the claims $claim_ids, which have no incident, those of the
-- newest engine that read their text; one row a claim of the toll of an incident, or of a part of one. What an edit took
-- back is among them, so that resolving all again opens the same incidents in the same order as the news did.
with wanted as (
    select claim_id, incident_id from incident_claims where incident_id in (select unnest($incident_ids))
    union all
    select unnest($claim_ids), null
),

considered as (
    select claims.*, wanted.incident_id
    from claims
    join wanted using (claim_id)
    where claims.scope in ('incident', 'subset') and claims.factuality <> 'hypothetical'
),

texts as (
    select * from texts_of((select list(distinct article_id) from considered))
),

before as (
    select * from numbers_told((select list(distinct article_id) from texts where edited))
)

select
    claims.claim_id,
    claims.article_id,
    claims.version_id,
    texts.version_number,
    claims.engine_version,
    claims.harm,
    claims.count_text,
    claims.count_low,
    claims.count_high,
    claims.victim_class,
    claims.scope,
    claims.factuality,
    coalesce(claims.claimant_name, claims.claimant_text) as claimant_name,
    claims.claimant_kind,
    claims.place_id,
    coalesce(claims.place_name, claims.place_text) as place_name,
    claims.place_precision,
    claims.latitude,
    claims.longitude,
    claims.country,
    places.admin1,
    places.feature_class,
    claims.event_date,
    claims.incident_number,
    claims.char_start,
    claims.char_end,
    claims.sentence_start,
    coalesce(before.said_at, texts.told_at) as said_at,
    texts.outlet,
    feeds.source_kind,
    coalesce(feeds.independence_group, texts.outlet) as independence_group,
    texts.near_duplicate_group,
    events.plover_type,
    events.acled_sub_event_type,
    events.hazard_class,
    events.actor_name,
    events.trigger_text,
    coalesce(starts_with(events.rule_id, 'events.harm.') and events.actor_name is null, false) as bare_event,
    texts.counts and texts.read_again as reextracted,
    texts.counts and texts.engine_version = claims.engine_version as current,
    claims.incident_id
from considered as claims
join texts using (version_id)
left join before
    on before.article_id = claims.article_id
    and before.harm = claims.harm
    and before.factuality = claims.factuality
    and before.low is not distinct from if(claims.count_low > claims.count_high, claims.count_high, claims.count_low)
    and before.high is not distinct from if(claims.count_low > claims.count_high, claims.count_low, claims.count_high)
    and before.claimant is not distinct from lower(coalesce(claims.claimant_name, claims.claimant_text))
left join feeds using (feed_id)
left join places on places.place_id = claims.place_id
left join events on events.event_id = claims.event_id
where claims.incident_id is not null or texts.engine_version = claims.engine_version
order by said_at, claims.article_id, claims.version_id, claims.char_start, claims.claim_id
