-- What resolving has to look at: every claim of an incident's toll that is pending, and every claim ever linked to an
-- incident that may be the same event, that lost a claim, or that is asked for; one row a claim. Nothing pending,
-- nothing lost, nothing asked for: no row.
with engines as (
    select
        version_id,
        max_by(engine_version, (extracted_at, engine_version)) as engine_version,
        count(*) > 1 as read_again
    from extractions
    where outcome <> 'failed'
    group by version_id
),

-- One reading an article: of its current text, or, while that is unread or could not be read, of the newest read one.
readings as (
    select article_versions.article_id, article_versions.version_id, engines.engine_version, engines.read_again
    from article_versions
    join engines using (version_id)
    join articles using (article_id)
    where article_versions.article_id not in (select article_id from withdrawn_articles)
    qualify row_number() over (
        partition by article_versions.article_id
        order by (article_versions.version_id = articles.current_version_id) desc, article_versions.version_number desc
    ) = 1
),

-- An edit is later than its first text, but a number that the article has carried before keeps its time.
told as (
    select
        claims.claim_id,
        min(
            case
                when article_versions.version_number = 1
                    then coalesce(article_versions.published_at, article_versions.created_at)
                else greatest(coalesce(article_versions.published_at, article_versions.created_at), article_versions.created_at)
            end
        ) over (
            partition by
                claims.article_id, claims.harm, claims.count_low, claims.count_high, claims.factuality,
                lower(coalesce(claims.claimant_name, claims.claimant_text))
        ) as said_at
    from claims
    join article_versions using (version_id)
    where claims.scope in ('incident', 'subset')
),

-- Of a text that is current, only the newest engine's claims are.
considered as (
    select
        claims.*,
        told.said_at,
        incident_claims.incident_id,
        coalesce(readings.engine_version = claims.engine_version, false) as current,
        coalesce(readings.read_again, false) as reextracted
    from claims
    join told using (claim_id)
    left join incident_claims using (claim_id)
    left join readings on readings.version_id = claims.version_id
    where claims.factuality <> 'hypothetical'
),

dated as (
    select
        *,
        coalesce(
            try_cast(event_date as date),
            try_cast(event_date || '-01' as date),
            try_cast(event_date || '-01-01' as date),
            said_at::date - 2
        ) as first_day,
        coalesce(
            try_cast(event_date as date),
            last_day(try_cast(event_date || '-01' as date)),
            try_cast(event_date || '-12-31' as date),
            said_at::date
        ) as last_day
    from considered
),

pending as (
    select * from dated where current and incident_id is null
),

windows as (
    select distinct first_day - 1 as first_day, last_day + 1 as last_day from pending
),

candidates as (
    -- of the days that a pending claim allows
    select distinct dated.incident_id
    from dated
    join windows on dated.last_day >= windows.first_day and dated.first_day <= windows.last_day
    where dated.incident_id is not null
    union
    -- that the same article told of, or a copy of it
    select distinct linked.incident_id
    from dated as linked
    join article_versions as text using (version_id)
    where linked.incident_id is not null
      and (
          linked.article_id in (select article_id from pending)
          or text.near_duplicate_group in (
              select near_duplicate_group from article_versions where version_id in (select version_id from pending)
          )
      )
    union
    -- that lost a claim: its article tells the harm of it no more
    select distinct lost.incident_id
    from dated as lost
    where lost.incident_id is not null and not lost.current
      and not exists (
          select 1
          from dated as kept
          where kept.incident_id = lost.incident_id and kept.article_id = lost.article_id and kept.harm = lost.harm
            and kept.current
      )
    union
    -- that was asked for
    select unnest($incident_ids)
)

select
    dated.claim_id,
    dated.article_id,
    dated.version_id,
    dated.engine_version,
    dated.harm,
    dated.count_text,
    dated.count_low,
    dated.count_high,
    dated.victim_class,
    dated.scope,
    dated.factuality,
    coalesce(dated.claimant_name, dated.claimant_text) as claimant_name,
    dated.claimant_kind,
    dated.place_id,
    coalesce(dated.place_name, dated.place_text) as place_name,
    dated.place_precision,
    dated.latitude,
    dated.longitude,
    dated.country,
    places.admin1,
    places.feature_class,
    dated.event_date,
    dated.incident_number,
    dated.char_start,
    dated.char_end,
    dated.sentence_start,
    dated.said_at,
    articles.outlet,
    feeds.source_kind,
    coalesce(feeds.independence_group, articles.outlet) as independence_group,
    article_versions.near_duplicate_group,
    events.plover_type,
    events.acled_sub_event_type,
    events.hazard_class,
    events.actor_name,
    events.trigger_text,
    coalesce(starts_with(events.rule_id, 'events.harm.') and events.actor_name is null, false) as bare_event,
    dated.reextracted,
    dated.current,
    dated.incident_id
from dated
join articles using (article_id)
join article_versions using (version_id)
left join feeds on feeds.feed_id = articles.feed_id
left join places on places.place_id = dated.place_id
left join events on events.event_id = dated.event_id
where (dated.current and dated.incident_id is null) or dated.incident_id in (select incident_id from candidates)
order by dated.said_at, dated.article_id, dated.version_id, dated.char_start, dated.claim_id
