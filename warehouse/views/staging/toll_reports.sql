-- One row a claim that has a say in a toll now, once for each part of the toll that it speaks of: all victims, civilians
-- or combatants. Denied claims are there to be listed; hypothetical and cumulative ones never come here.
-- A part of a total ("12 people, including three children") says nothing of all victims and something of a side, without
-- an upper bound where the rest may be of that side too.
--   $ids: List of incident_id; NULL: all.
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
    where incident_claims.incident_id in (
        select unnest(coalesce($ids, (select list(incidents.incident_id) from incidents)))
    )
),

-- An edit is later than its first text, ...
versions as (
    select
        article_versions.article_id,
        article_versions.version_id,
        case
            when article_versions.version_number = 1
                then coalesce(article_versions.published_at, article_versions.created_at)
            else greatest(coalesce(article_versions.published_at, article_versions.created_at), article_versions.created_at)
        end as told_at
    from article_versions
    where article_versions.article_id in (select article_id from linked)
),

-- ... but a number that the article has carried before keeps its time.
before as (
    select
        claims.article_id,
        claims.harm,
        if(claims.count_low > claims.count_high, claims.count_high, claims.count_low) as count_low,
        if(claims.count_low > claims.count_high, claims.count_low, claims.count_high) as count_high,
        claims.factuality,
        lower(coalesce(claims.claimant_name, claims.claimant_text)) as claimant,
        min(versions.told_at) as said_at
    from claims
    join versions using (version_id)
    where claims.scope in ('incident', 'subset')
      and versions.article_id in (select article_id from versions group by article_id having count(*) > 1)
    group by all
),

counted as (
    select
        linked.*,
        coalesce(before.said_at, versions.told_at) as said_at,
        case
            when linked.claimant is null then coalesce(feeds.source_kind, 'media')
            else coalesce(linked.claimant_kind, 'unknown')
        end as kind,
        now.outlet,
        coalesce(feeds.independence_group, now.outlet) as owner,
        now.near_duplicate_group as wire,
        events.actor_name,
        victim_sides.side
    from linked
    join readings_of((select list(distinct article_id) from linked)) as now using (version_id, engine_version)
    join versions using (version_id)
    left join before
        on before.article_id = linked.article_id
        and before.harm = linked.harm
        and before.factuality = linked.factuality
        and before.count_low is not distinct from linked.count_low
        and before.count_high is not distinct from linked.count_high
        and before.claimant is not distinct from lower(linked.claimant)
    left join feeds using (feed_id)
    left join events on events.event_id = linked.event_id
    left join victim_sides on victim_sides.victim_class = linked.victim_class
    where linked.scope in ('incident', 'subset') and linked.factuality <> 'hypothetical'
),

parts as (
    select 'all' as part, * from counted where scope = 'incident'
    union all
    select
        side as part,
        * replace (if(scope = 'subset' and victim_class <> 'civilian', null, count_high) as count_high)
    from counted
    where side is not null
    -- "including four civilians, two of them children": the four hold the two
    qualify scope = 'incident'
        or victim_class = 'civilian'
        or not bool_or(victim_class = 'civilian') over (partition by incident_id, version_id, harm, sentence_start, claimant)
),

toll_reports as (
    select
        incident_id,
        harm,
        part,
        claim_id,
        article_id,
        version_id,
        factuality,
        victim_class,
        coalesce(side = 'civilian' and victim_class <> 'civilian', false) as narrow,  -- a kind of civilian
        count_text,
        count_low as low,
        count_high as high,
        claimant,
        list_sort(list_distinct(list_filter(
            string_split(regexp_replace(lower(claimant), '[\s!-/:-@\[-`{-~‘-‟–—…«»·]+', ' ', 'g'), ' '),
            lambda word: word not in ('', 'the', 'a', 'an', 'its', 'his', 'her', 'their', 'of', 'for', 'and')
        ))) as words,
        kind,
        outlet,
        owner,
        wire,
        actor_name,
        said_at,
        sentence_start,
        char_start,
        char_end
    from parts
)

select * from toll_reports
