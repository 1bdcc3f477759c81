-- One row a toll: tolls_of with civilians and combatants apart, NULL where no claim tells them apart.
--   $ids: List of incident_id.
with sides as (
    select * from toll_sides($ids)
),

tolls_with_sides as (
    select
        tolls.*,
        civilians.low as civilian_low,
        civilians.best as civilian_best,
        civilians.high as civilian_high,
        combatants.low as combatant_low,
        combatants.best as combatant_best,
        combatants.high as combatant_high
    from tolls_of($ids) as tolls
    left join sides as civilians
        on civilians.incident_id = tolls.incident_id and civilians.harm = tolls.harm and civilians.side = 'civilian'
    left join sides as combatants
        on combatants.incident_id = tolls.incident_id and combatants.harm = tolls.harm and combatants.side = 'combatant'
)

select * from tolls_with_sides
