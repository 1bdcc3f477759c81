-- One row an incident that a decision made a part of another one: a merged one, or one whose split was taken back.
with folded_incidents as (
    select other_incident_id as incident_id, incident_id as into_incident_id, decision_id
    from decisions_in_effect
    where kind = 'merge'
    union all
    select split.other_incident_id, split.incident_id, undo.decision_id
    from decisions as split
    join decisions as undo on undo.undoes_id = split.decision_id
    where split.kind = 'split'
)

select * from folded_incidents
