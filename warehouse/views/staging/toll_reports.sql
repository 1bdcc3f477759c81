-- One row a claim that has a say in a toll now: of the whole of it, or (a part of a total: "12 people, including three
-- children") of a side. Denied claims are there to be listed; hypothetical and cumulative ones never come here.
--   $ids: List of incident_id.
with linked as (
    select
        incident_claims.incident_id,
        claims.* replace (
            -- bounds that an extractor turned round are put in order
            if(claims.count_low > claims.count_high, claims.count_high, claims.count_low) as count_low,
            if(claims.count_low > claims.count_high, claims.count_low, claims.count_high) as count_high
        ),
        coalesce(claims.claimant_name, claims.claimant_text) as claimant
    from incident_claims
    join claims using (claim_id)
    where incident_claims.incident_id in (select unnest($ids))
),

now as (
    select * from readings_of((select list(distinct article_id) from linked))
),

before as (
    select * from numbers_told((select list(now.article_id) from now where now.edited))
),

toll_reports as (
    select
        linked.incident_id,
        linked.harm,
        linked.scope,
        victim_sides.side,
        linked.claim_id,
        linked.article_id,
        linked.version_id,
        linked.factuality,
        linked.victim_class,
        linked.count_text,
        linked.count_low as low,
        linked.count_high as high,
        linked.claimant,
        list_sort(list_distinct(list_filter(
            string_split(regexp_replace(lower(linked.claimant), '[\s!-/:-@\[-`{-~‘-‟–—…«»·]+', ' ', 'g'), ' '),
            lambda word: word not in ('', 'the', 'a', 'an', 'its', 'his', 'her', 'their', 'of', 'for', 'and')
        ))) as words,
        if(
            linked.claimant is null,
            coalesce(feeds.source_kind, 'media'),
            coalesce(linked.claimant_kind, 'unknown')
        ) as kind,
        now.outlet,
        coalesce(feeds.independence_group, now.outlet) as owner,
        now.near_duplicate_group as wire,
        events.actor_name,
        coalesce(before.said_at, now.told_at) as said_at,
        linked.sentence_start,
        linked.char_start,
        linked.char_end
    from linked
    join now using (version_id, engine_version)
    left join before
        on before.article_id = linked.article_id
        and before.harm = linked.harm
        and before.factuality = linked.factuality
        and before.low is not distinct from linked.count_low
        and before.high is not distinct from linked.count_high
        and before.claimant is not distinct from lower(linked.claimant)
    left join feeds using (feed_id)
    left join events on events.event_id = linked.event_id
    left join victim_sides on victim_sides.victim_class = linked.victim_class
    where linked.scope in ('incident', 'subset') and linked.factuality <> 'hypothetical'
)

select * from toll_reports
