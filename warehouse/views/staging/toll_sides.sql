-- One row a toll and side, civilian or combatant, where claims tell them apart: low, best and high by the toll rule
-- (tolls_of) of what is said of that side alone.
--   $ids: List of incident_id.
with said as (
    select 'civilian' as side, * from toll_statements($ids, 'civilian') where stands
    union all
    select 'combatant', * from toll_statements($ids, 'combatant') where stands
),

toll_sides as (
    select
        incident_id,
        harm,
        side,
        min(low) as low,
        min_by(low, (rank, -epoch_us(said_at), low, claim_id)) filter (where factuality = 'asserted' and low is not null)
            as best,
        if(bool_or(high is null), null, max(high)) as high
    from said
    where factuality <> 'denied'
    group by incident_id, harm, side
)

select * from toll_sides
