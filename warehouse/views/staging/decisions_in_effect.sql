-- One row a decision that no later one took back.
with decisions_in_effect as (
    select decisions.*
    from decisions
    where decisions.kind <> 'undo'
      and not exists (select 1 from decisions as undo where undo.undoes_id = decisions.decision_id)
)

select * from decisions_in_effect
