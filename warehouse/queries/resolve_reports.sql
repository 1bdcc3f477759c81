-- What resolving has to look at: every claim of an incident's toll that is pending, and every claim ever linked to an
-- incident that may be the same event, that lost a claim, or that is asked for; one row a claim. Nothing pending,
-- nothing lost, nothing asked for: no row.
-- What a new text costs grows with what is near it in time, not with the warehouse: only ids and dates are scanned whole.
with extracted as (
    select
        article_versions.article_id,
        extractions.version_id,
        extractions.engine_version,
        extractions.extracted_at
    from extractions
    join article_versions using (version_id)
    where extractions.outcome <> 'failed'
),

-- Of an article that was read once, everything read is current.
reread as (
    select article_id from extracted group by article_id having count(*) > 1
),

engines as (
    select
        version_id,
        max_by(engine_version, (extracted_at, engine_version)) as engine_version,
        count(*) > 1 as read_again
    from extracted
    where article_id in (select article_id from reread)
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

superseded as (
    select claims.claim_id
    from claims
    left join readings using (version_id, engine_version)
    where readings.version_id is null
      and (
          claims.article_id in (select article_id from reread)
          or claims.article_id in (select article_id from withdrawn_articles)
      )
),

unlinked as (
    select claim_id, article_id, version_id, event_date
    from claims
    anti join incident_claims using (claim_id)
    where scope in ('incident', 'subset') and factuality <> 'hypothetical'
),

pending as (
    select unlinked.*, cast(coalesce(article_versions.published_at, article_versions.created_at) as date) as told_on
    from unlinked
    join article_versions using (version_id)
    anti join superseded using (claim_id)
),

-- The days that a pending claim allows, and one on either side.
windows as (
    select distinct
        coalesce(
            try_cast(event_date as date),
            try_cast(event_date || '-01' as date),
            try_cast(event_date || '-01-01' as date),
            told_on - 2
        ) - 1 as first_day,
        coalesce(
            try_cast(event_date as date),
            last_day(try_cast(event_date || '-01' as date)),
            try_cast(event_date || '-12-31' as date),
            told_on
        ) + 1 as last_day
    from pending
),

-- ISO dates sort as text: a day, month or year is compared with the window cut to its own length.
bounds as (
    select
        first_day,
        last_day,
        strftime(first_day, '%Y-%m-%d') as first_text,
        strftime(last_day, '%Y-%m-%d') as last_text
    from windows
),

linked as (
    select claims.claim_id, claims.article_id, claims.version_id, claims.harm, claims.event_date, incident_claims.incident_id
    from claims
    join incident_claims using (claim_id)
    where exists (select 1 from pending) or exists (select 1 from superseded)
),

candidates as (
    select linked.incident_id
    from linked
    join bounds on linked.event_date >= bounds.first_text and linked.event_date <= bounds.last_text
    where length(linked.event_date) = 10
    union
    select linked.incident_id
    from linked
    join (select distinct first_text[1:7] as first_month, last_text[1:7] as last_month from bounds) as months
        on linked.event_date >= months.first_month and linked.event_date <= months.last_month
    where length(linked.event_date) = 7
    union
    select linked.incident_id
    from linked
    join (select distinct first_text[1:4] as first_year, last_text[1:4] as last_year from bounds) as years
        on linked.event_date >= years.first_year and linked.event_date <= years.last_year
    where length(linked.event_date) = 4
    union
    -- undated: of the day of its publication or the two before; an edit may carry a number on
    select undated.incident_id
    from (
        select
            linked.incident_id,
            cast(coalesce(article_versions.published_at, article_versions.created_at) as date) as told_on,
            cast(greatest(article_versions.published_at, article_versions.created_at) as date) as edited_on
        from linked
        join article_versions using (version_id)
        where linked.event_date is null or length(linked.event_date) not in (4, 7, 10)
    ) as undated
    join windows on undated.edited_on >= windows.first_day and undated.told_on - 2 <= windows.last_day
    union
    -- that the same article told of, or a copy of it
    select linked.incident_id
    from linked
    where linked.article_id in (select article_id from pending)
    union
    select linked.incident_id
    from linked
    where linked.version_id in (
        select copies.version_id
        from article_versions as copies
        where copies.near_duplicate_group in (
            select near_duplicate_group from article_versions where version_id in (select version_id from pending)
        )
    )
    union
    -- that lost a claim: its article tells the harm of it no more
    select lost.incident_id
    from linked as lost
    semi join superseded using (claim_id)
    where not exists (
        select 1
        from linked as kept
        anti join superseded using (claim_id)
        where kept.incident_id = lost.incident_id and kept.article_id = lost.article_id and kept.harm = lost.harm
    )
    union
    -- that was asked for
    select unnest($incident_ids)
),

wanted as (
    select claim_id, article_id, null as incident_id from pending
    union all
    select claims.claim_id, claims.article_id, incident_claims.incident_id
    from incident_claims
    join claims using (claim_id)
    where incident_claims.incident_id in (select incident_id from candidates)
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
    where claims.scope in ('incident', 'subset') and claims.article_id in (select article_id from wanted)
)

select
    claims.claim_id,
    claims.article_id,
    claims.version_id,
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
    told.said_at,
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
    coalesce(engines.read_again, false) as reextracted,
    claims.claim_id not in (select claim_id from superseded) as current,
    wanted.incident_id
from wanted
join claims using (claim_id)
join told using (claim_id)
join articles on articles.article_id = claims.article_id
join article_versions on article_versions.version_id = claims.version_id
left join engines on engines.version_id = claims.version_id
left join feeds on feeds.feed_id = articles.feed_id
left join places on places.place_id = claims.place_id
left join events on events.event_id = claims.event_id
order by told.said_at, claims.article_id, claims.version_id, claims.char_start, claims.claim_id
