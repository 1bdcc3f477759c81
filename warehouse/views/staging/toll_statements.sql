-- One row what one source says of a toll, or of one side of it, in one text: who, how many, when, whether it stands.
-- Source: named claimants are one where their words are the same, or where they are of one kind and the words of one are
-- among the other's ("state media", "Syrian state media"). Articles in their own voice are one where they share an owner
-- or agency, or a near-duplicate group: copies of one wire story, dated by the first copy.
-- Number: the rule of spec/casualty-claims.md, section 8: the latest total where the text states one, else the sum of its
-- disjoint claims. Victims of two classes are disjoint ("four civilians and two soldiers"); a later count of people in
-- general, or of a class that was counted before, states again; "another three" adds.
-- Standing: what no later statement of the same source replaced. Asserting replaces what it asserted, hedged or denied
-- before, hedging what it hedged, denying what it asserted or hedged. Of two at the same moment both stand.
-- Sides: a part of a total says nothing of the whole and something of its side, without an upper bound where the rest may
-- be of that side too ("12 people, including three children").
--   $ids: List of incident_id.
--   $side_wanted: civilian or combatant; NULL: all victims.
with reports as (
    select
        * replace (
            if($side_wanted is not null and scope = 'subset' and victim_class <> 'civilian', null, high) as high
        ),
        claimant is not null and len(words) > 0 as named,
        coalesce(side = 'civilian' and victim_class <> 'civilian', false) as narrow  -- a kind of civilian
    from toll_reports($ids)
    where if($side_wanted is null, scope = 'incident', side = $side_wanted)
),

-- Whose name is whose: the longest first, each under the first that holds it.
names as (
    select incident_id, harm, list({'kind': kind, 'words': words} order by len(words) desc, words, kind) as names
    from (select distinct incident_id, harm, kind, words from reports where named)
    group by incident_id, harm
),

heads as (
    select
        incident_id,
        harm,
        list_reduce(
            list_transform(names, lambda name: [name]),
            lambda known, next: if(
                len(list_filter(
                    known,
                    lambda head: head.words = next[1].words
                        or (head.kind = next[1].kind and list_has_all(head.words, next[1].words))
                )) > 0,
                known,
                list_concat(known, next)
            )
        ) as heads
    from names
),

-- Whose owner is whose: owners that carry one wire story belong together, and what belongs to one of them too.
shared as (
    select incident_id, harm, list([owners]) as shared
    from (
        select incident_id, harm, list_sort(list(distinct owner)) as owners
        from reports
        where not named
        group by incident_id, harm, wire
        having count(distinct owner) > 1
        order by owners
    )
    group by incident_id, harm
),

houses as (
    select
        incident_id,
        harm,
        list_reduce(
            shared,
            lambda known, next: list_concat(
                list_filter(known, lambda house: not list_has_any(house, next[1])),
                [list_distinct(list_concat(
                    next[1], flatten(list_filter(known, lambda house: list_has_any(house, next[1])))
                ))]
            )
        ) as houses
    from shared
),

sourced as (
    select
        reports.*,
        case
            when reports.named then 'name:' || array_to_string(
                list_filter(
                    heads.heads,
                    lambda head: head.words = reports.words
                        or (head.kind = reports.kind and list_has_all(head.words, reports.words))
                )[1].words,
                ' '
            )
            else 'owner:' || coalesce(
                list_min(list_filter(houses.houses, lambda house: list_contains(house, reports.owner))[1]), reports.owner
            )
        end as source
    from reports
    left join heads using (incident_id, harm)
    left join houses using (incident_id, harm)
),

-- One sentence, one class: "four people died; the four ..." is one four, "a man and another man" are two.
classes as (
    select
        incident_id, harm, source, version_id, factuality, sentence_start, victim_class as victims, narrow,
        bool_and(scope = 'subset') as contained,
        bool_or(regexp_matches(
            regexp_replace(count_text, '\bmore\s+than\b', '', 'gi'), '\b(another|further|additional|others?|more)\b', 'i'
        )) as more,
        count(*) as claim_count,
        sum(low) as low_sum,
        min((char_start, char_end, claim_id)) as place,
        list_reduce(
            list({'low': low::hugeint, 'high': high::hugeint} order by char_start, char_end, claim_id),
            lambda held, next: if(
                held is not distinct from next and coalesce(next.low, next.high, 0) > 1,
                held,
                {'low': coalesce(held.low + next.low, held.low, next.low), 'high': held.high + next.high}
            )
        ) as number,
        list({'place': (char_start, char_end, claim_id), 'low': low::hugeint, 'high': high::hugeint}) as numbers
    from sourced
    group by all
),

-- "Six: four civilians, two soldiers" gives the six.
sentences as (
    select
        incident_id, harm, source, version_id, factuality, sentence_start,
        bool_or(more) as more,
        sum(claim_count) > 2 as may_have_whole,
        sum(low_sum) as low_sum,
        list(
            {'victims': victims, 'narrow': narrow, 'contained': contained, 'low': number.low, 'high': number.high}
            order by place
        ) as parts,
        list_sort(flatten(list(list_transform(
            numbers,
            lambda one: {'place': one.place, 'victims': victims, 'narrow': narrow, 'low': one.low, 'high': one.high}
        )))) as numbers
    from classes
    group by all
),

stated as (
    select
        * exclude (parts, wholes),
        if(
            len(wholes) > 0,
            [{'victims': wholes[1].victims, 'narrow': wholes[1].narrow, 'low': wholes[1].low, 'high': wholes[1].high}],
            list_transform(
                -- "including four civilians, two of them children": the four hold the two
                list_filter(
                    parts,
                    lambda one: not (one.narrow and one.contained)
                        or len(list_filter(parts, lambda other: other.victims = 'civilian')) = 0
                ),
                lambda one: {'victims': one.victims, 'narrow': one.narrow, 'low': one.low, 'high': one.high}
            )
        ) as parts
    from (
        select
            * exclude (may_have_whole, low_sum, numbers),
            list_filter(numbers, lambda one: may_have_whole and one.low > 0 and 2 * one.low = low_sum) as wholes
        from sentences
    )
),

-- From sentence to sentence: what a text has said so far, and what one more sentence makes of it.
texts as (
    select
        incident_id, harm, source, version_id, factuality,
        list_reduce(
            list({'more': more, 'parts': parts} order by sentence_start),
            lambda said, next: {
                'more': false,
                'parts': case
                    -- another three: added to their own class
                    when next.more then list_transform(
                        list_distinct(list_transform(list_concat(said.parts, next.parts), lambda one: one.victims)),
                        lambda class: list_reduce(
                            list_filter(list_concat(said.parts, next.parts), lambda one: one.victims = class),
                            lambda held, one: {
                                'victims': class,
                                'narrow': one.narrow,
                                'low': coalesce(held.low + one.low, held.low, one.low),
                                'high': held.high + one.high
                            }
                        )
                    )
                    -- people in general: a new total of all, but one more person is no total
                    when len(list_filter(next.parts, lambda one: one.victims = 'unknown')) > 0 then list_transform(
                        [list_reduce(
                            next.parts,
                            lambda held, one: {
                                'victims': 'unknown',
                                'narrow': false,
                                'low': coalesce(held.low + one.low, held.low, one.low),
                                'high': held.high + one.high
                            }
                        )],
                        lambda total: if(
                            coalesce(total.low, total.high, 0)
                                >= least(2, list_max(list_transform(said.parts, lambda one: coalesce(one.low, one.high, 0)))),
                            [{'victims': 'unknown', 'narrow': false, 'low': total.low, 'high': total.high}],
                            said.parts
                        )
                    )[1]
                    -- one class again, or another one: unless a broader number told before holds them already
                    else list_transform(
                        [list_filter(
                            next.parts,
                            lambda piece: len(list_filter(
                                said.parts,
                                lambda held: if(
                                    held.victims = piece.victims,
                                    coalesce(piece.low, piece.high, 0) < 2,
                                    (held.victims = 'unknown' or (held.victims = 'civilian' and piece.narrow))
                                        and coalesce(held.low, held.high, 0) >= coalesce(piece.low, piece.high, 0)
                                )
                            )) = 0
                        )],
                        lambda fresh: case
                            when len(fresh) = 0 then said.parts
                            when len(list_filter(said.parts, lambda one: one.victims = 'unknown')) > 0 then next.parts
                            else list_concat(
                                list_filter(
                                    said.parts,
                                    lambda held: not list_contains(
                                        list_transform(fresh, lambda one: one.victims), held.victims
                                    )
                                ),
                                fresh
                            )
                        end
                    )[1]
                end
            }
        ).parts as parts
    from stated
    group by all
),

totals as (
    select
        incident_id, harm, source, version_id, factuality,
        -- sums are made in 128 bits, so that no number of a text overflows, and end where the tables do
        if(low > 9223372036854775807, 9223372036854775807, low)::bigint as low,
        if(high > 9223372036854775807, 9223372036854775807, high)::bigint as high
    from (
        select
            * exclude (parts),
            list_sum(list_transform(parts, lambda one: one.low)) as low,
            if(
                len(list_filter(parts, lambda one: one.high is null)) > 0,
                null,
                list_sum(list_transform(parts, lambda one: one.high))
            ) as high
        from texts
    )
),

-- The claim that says it last stands for the statement.
last_claims as (
    select
        incident_id, harm, source, version_id, factuality,
        min(said_at) as said_at,
        max_by(
            {
                'claim_id': claim_id, 'kind': kind, 'name': claimant, 'words': words, 'named': named, 'outlet': outlet,
                'owner': owner, 'wire': wire, 'actor': actor_name
            },
            (char_start, char_end, claim_id)
        ) as last
    from sourced
    group by all
),

copies as (
    select
        totals.* exclude (low, high),
        totals.low,
        totals.high,
        coalesce(totals.low, totals.high, 0) as size,
        last_claims.last,
        min(last_claims.said_at) over (
            partition by incident_id, harm, source, last.wire, totals.low, totals.high, factuality
        ) as said_at
    from totals
    join last_claims using (incident_id, harm, source, version_id, factuality)
),

latest as (
    select
        *,
        max(said_at) filter (where factuality = 'asserted') over voice as asserted_at,
        max(said_at) filter (where factuality = 'hedged') over voice as hedged_at,
        max(said_at) filter (where factuality = 'denied') over voice as denied_at
    from copies
    window voice as (partition by incident_id, harm, source)
),

toll_statements as (
    select
        incident_id,
        harm,
        source,
        latest.last.named as named,
        latest.last.kind as kind,
        coalesce(claimant_ranks.rank, 99) as rank,
        coalesce(claimant_ranks.credible, false) as credible,
        coalesce(latest.last.name, latest.last.outlet) as claimant,
        latest.last.outlet as outlet,
        latest.last.owner as owner,
        factuality,
        low,
        high,
        size,
        said_at,
        coalesce(
            case factuality
                when 'hedged' then greatest(asserted_at, hedged_at, denied_at)
                else greatest(asserted_at, denied_at)
            end <= said_at,
            true
        ) as stands,
        latest.last.words as words,
        latest.last.actor as actor,
        latest.last.claim_id as claim_id,
        version_id
    from latest
    left join claimant_ranks on claimant_ranks.kind = latest.last.kind
)

select * from toll_statements
