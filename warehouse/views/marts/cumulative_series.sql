-- One row a cumulative claim that counts now: the running totals of each claimant, harm, region and period, in order.
-- Never to be summed, neither with one another nor with incidents.
--   claimant: Who answers for the total: resolved name, else as printed, else the outlet in its own voice.
--   claimant_kind: government, monitor, un, ...
--   harm: killed, injured, missing, abducted, detained or displaced.
--   region: Place of the total, else its country; NULL where the text names none.
--   country: ISO 3166-1 alpha-3.
--   period_start: Since when is counted: ISO day, month or year; NULL where unsaid.
--   reported_at: Publication of the article, else when it was first read (UTC).
--   count_low: Lower bound of the total.
--   count_high: Upper bound of the total; NULL where the text gives none.
--   change: Against the claimant's total before in this series; NULL for the first.
--   fell: Whether it is lower than the claimant's total before: a correction, another count, or an old number quoted.
--   qualifier: exact, at_least, more_than, about, ...
--   factuality: asserted or hedged.
--   count_text: The total as printed.
--   url: The article.
--   claim_id: Key: the claim (claims).
with totals as (
    select
        claims.* exclude (country),
        coalesce(claims.claimant_name, claims.claimant_text, current_readings.outlet) as claimant,
        coalesce(claims.place_name, claims.country) as region,
        claims.country,
        current_readings.reported_at,
        current_readings.url,
        coalesce(claims.count_low, claims.count_high) as total
    from claims
    join current_readings using (version_id, engine_version)
    where claims.scope = 'cumulative' and claims.factuality in ('asserted', 'hedged')
),

cumulative_series as (
    select
        claimant,
        claimant_kind,
        harm,
        region,
        country,
        period_start,
        reported_at,
        count_low,
        count_high,
        total - lag(total) over series as change,
        coalesce(total < lag(total) over series, false) as fell,
        qualifier,
        factuality,
        count_text,
        url,
        claim_id
    from totals
    window series as (partition by lower(claimant), harm, region, period_start order by reported_at, claim_id)
)

select * from cumulative_series order by claimant, harm, region, period_start, reported_at, claim_id
