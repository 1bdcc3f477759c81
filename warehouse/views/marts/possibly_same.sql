-- One row two incidents that may be one event and that no rule merges, the likeliest first. Decide it with
-- `sitrep incidents merge` or `sitrep incidents apart`: a pair that is decided is no longer here.
--   incident_id: One of the two (incidents).
--   title: A line to know it by.
--   killed_best: Its number of killed; NULL where nobody counted.
--   other_incident_id: The other one (incidents).
--   other_title: A line to know that by.
--   other_killed_best: Its number of killed.
--   match_score: How much of certainty the matching rules see, 0 to 1.
--   match_rule: What speaks for their being one.
--   found_at: When the doubt arose (UTC).
--   pair_id: Key: the pair (incident_pairs).
with alive as (
    select distinct incident_claims.incident_id
    from incident_claims
    join current_claims using (claim_id)
    where incident_claims.incident_id in (
        select incident_id from incident_pairs
        union all
        select other_incident_id from incident_pairs
    )
),

possibly_same as (
    select
        incident_pairs.incident_id,
        one.title,
        one_toll.best as killed_best,
        incident_pairs.other_incident_id,
        other.title as other_title,
        other_toll.best as other_killed_best,
        incident_pairs.match_score,
        incident_pairs.match_rule,
        incident_pairs.found_at,
        incident_pairs.pair_id
    from incident_pairs
    join incidents as one on one.incident_id = incident_pairs.incident_id
    join incidents as other on other.incident_id = incident_pairs.other_incident_id
    left join current_tolls as one_toll on one_toll.incident_id = one.incident_id and one_toll.harm = 'killed'
    left join current_tolls as other_toll on other_toll.incident_id = other.incident_id and other_toll.harm = 'killed'
    where one.incident_id in (select incident_id from alive)
      and other.incident_id in (select incident_id from alive)
      and not exists (
          select 1
          from decisions_in_effect as decided
          where decided.kind in ('merge', 'apart', 'split')
            and decided.incident_id in (incident_pairs.incident_id, incident_pairs.other_incident_id)
            and decided.other_incident_id in (incident_pairs.incident_id, incident_pairs.other_incident_id)
      )
)

select * from possibly_same order by match_score desc, pair_id
