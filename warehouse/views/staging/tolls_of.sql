-- One row a toll, that is an incident and a harm that is claimed (or denied) of it now: low, best and high, how well they
-- are evidenced, and who stands behind them. This is the toll rule, the only one:
-- 1. What counts is what each source says last (toll_statements), asserted or hedged. What is denied is listed.
-- 2. low: the smallest lower bound, high: the largest upper bound, NULL (open) where any counted statement is open.
-- 3. best: the latest number of the highest-ranked claimant kind (claimant_ranks) among asserted statements; ties go to
--    the lower number. "Up to 20" names no number, so it bounds and never sets best.
-- 4. Civilians and combatants (toll_sides): the same of what the claims say of them alone.
-- The grade is one of Airwars' five words (airwars.org, "Methodology"):
-- contested: two credible sources disagree (their ranges do not overlap, and the lower is not simply the older by more
-- than 24 hours: a toll that grew), or a credible source denies what another one asserts.
-- confirmed: the claimant is the actor of the event, or a UN body and one more independent source agree with best.
-- fair: two or more independent sources agree with best. An outlet's own voice is none where a named claimant of
-- an article of its owner agrees: its number is then most likely that claimant's.
-- weak: one source, or hedged ones only. discounted: nothing is left that counts.
--   $ids: List of incident_id.
with standing as (
    select *, coalesce(low, 0) as from_people, coalesce(high, 'infinity'::double) as to_people
    from toll_statements($ids, null)
    where stands
),

tolls as (
    select
        incident_id,
        harm,
        min(low) filter (where factuality <> 'denied') as low,
        if(
            bool_or(high is null) filter (where factuality <> 'denied'), null, max(high) filter (where factuality <> 'denied')
        ) as high,
        min_by(
            {'low': low, 'source': source, 'claim_id': claim_id, 'from_people': from_people, 'to_people': to_people},
            (rank, -epoch_us(said_at), low, claim_id)
        ) filter (where factuality = 'asserted' and low is not null) as setter,
        count(distinct source) filter (where factuality <> 'denied') as source_count
    from standing
    group by incident_id, harm
),

asserted as (
    select
        standing.*,
        tolls.setter is not null
        and standing.from_people <= tolls.setter.to_people
        and tolls.setter.from_people <= standing.to_people as agrees
    from standing
    join tolls using (incident_id, harm)
    where standing.factuality = 'asserted'
),

agreeing as (
    select *, bool_or(named) over (partition by incident_id, harm, owner) as spoken_for from asserted where agrees
),

agreement as (
    select
        incident_id,
        harm,
        count(distinct source) filter (where named or not spoken_for) > 1 as several,
        bool_or(kind = 'un') as has_un,
        bool_or(
            named and size > 0 and len(actor_words) > 0 and (list_has_all(words, actor_words) or list_has_all(actor_words, words))
        ) as owned_up
    from (
        select
            *,
            list_filter(
                string_split(regexp_replace(lower(actor), '[\s!-/:-@\[-`{-~‘-‟–—…«»·]+', ' ', 'g'), ' '),
                lambda word: word not in ('', 'the', 'a', 'an', 'its', 'his', 'her', 'their', 'of', 'for', 'and')
            ) as actor_words
        from agreeing
    )
    group by incident_id, harm
),

disputes as (
    select lower.incident_id, lower.harm
    from asserted as lower
    join asserted as higher
        on higher.incident_id = lower.incident_id
        and higher.harm = lower.harm
        and higher.source <> lower.source
        and lower.size < higher.size
        and lower.to_people < higher.from_people
    where lower.credible and higher.credible and higher.said_at - lower.said_at <= interval 24 hours
    union
    select denied.incident_id, denied.harm
    from standing as denied
    join asserted
        on asserted.incident_id = denied.incident_id and asserted.harm = denied.harm and asserted.source <> denied.source
    where denied.factuality = 'denied' and denied.credible and asserted.size > 0
),

voices as (
    select
        incident_id,
        harm,
        string_agg(replace(claimant, ';', ','), '; ' order by place) filter (where factuality <> 'denied') as claimants,
        string_agg(replace(claimant, ';', ','), '; ' order by place) filter (where factuality = 'denied') as denied_by
    from (
        select
            standing.*,
            (
                standing.claim_id is distinct from tolls.setter.claim_id, standing.rank, -epoch_us(standing.said_at), standing.claimant
            ) as place
        from standing
        join tolls using (incident_id, harm)
        qualify row_number() over (
            partition by incident_id, harm, standing.source, standing.factuality = 'denied' order by place
        ) = 1
    )
    group by incident_id, harm
),

tolls_of as (
    select
        tolls.incident_id,
        tolls.harm,
        tolls.low,
        tolls.setter.low as best,
        tolls.high,
        case
            when tolls.source_count = 0 then 'discounted'
            when disputes.incident_id is not null then 'contested'
            when tolls.setter is null then 'weak'
            when agreement.owned_up or (agreement.several and agreement.has_un) then 'confirmed'
            when agreement.several then 'fair'
            else 'weak'
        end as evidence_grade,
        coalesce(voices.claimants, '') as claimants,
        coalesce(voices.denied_by, '') as denied_by,
        tolls.source_count,
        tolls.setter.claim_id as best_claim_id
    from tolls
    left join disputes using (incident_id, harm)
    left join agreement using (incident_id, harm)
    left join voices using (incident_id, harm)
)

select * from tolls_of
