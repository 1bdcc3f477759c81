-- One row a class of victims that claims tell apart: civilian or combatant; a class that is not listed is neither.
-- Police stand with the forces, as UNAMA ("Protection of Civilians in Armed Conflict") and ACLED count them. Attackers
-- are those of this very attack. Peacekeepers are protected as civilians and serve as soldiers: neither.
with victim_sides as (
    select *
    from (
        values
            ('civilian', 'civilian'),
            ('child', 'civilian'),
            ('woman', 'civilian'),
            ('journalist', 'civilian'),
            ('aid_worker', 'civilian'),
            ('medic', 'civilian'),
            ('official', 'civilian'),
            ('patient', 'civilian'),
            ('military', 'combatant'),
            ('police', 'combatant'),
            ('militant', 'combatant'),
            ('attacker', 'combatant')
    ) as listed(victim_class, side)
)

select * from victim_sides
