-- Every revision of a toll starts from what the one before it ended with.
with steps as (
    select
        revision_id,
        incident_id,
        harm,
        revision_number,
        {'low': old_low, 'best': old_best, 'high': old_high} as old_toll,
        lag({'low': new_low, 'best': new_best, 'high': new_high}) over (
            partition by incident_id, harm order by revision_number
        ) as toll_before
    from toll_revisions
)

select * from steps where revision_number > 1 and old_toll is distinct from toll_before
