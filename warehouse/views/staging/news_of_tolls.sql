-- One row a change of a toll and a kind under which it may be told, ranked: a revision that rose and is contested now has
-- two. A change of rule and a user's merge or split are nothing new; a toll that comes back to what was told last is a
-- repeat; one that is entered again after another was told is told again, with a number of its own.
with revisions as (
    select
        toll_revisions.*,
        toll_revisions.revised_at = incidents.opened_at as opening,
        lag(toll_revisions.evidence_grade) over revision as old_grade,
        toll_revisions.reason in ('rule_change', 'merged', 'split') as silent,
        coalesce(
            new_best::varchar, concat(coalesce(new_low::varchar, 'None'), '-', coalesce(new_high::varchar, 'None'))
        ) as state_now,
        coalesce(
            old_best::varchar, concat(coalesce(old_low::varchar, 'None'), '-', coalesce(old_high::varchar, 'None'))
        ) as state_before
    from toll_revisions
    join incidents using (incident_id)
    window revision as (partition by toll_revisions.incident_id, toll_revisions.harm order by revision_number)
),

told as (
    select
        *,
        lag(if(silent, null, state_now) ignore nulls) over (
            partition by incident_id, harm order by revision_number
        ) as state_told
    from revisions
),

ranked as (
    select
        *,
        unnest(list_filter(
            [
                if(opening, 'new_incident', null),
                if(not opening and reason = 'retracted' and new_low is null and new_best is null and new_high is null, 'retracted', null),
                if(not opening and direction in ('up', 'new') and state_told is distinct from state_now, 'toll_up', null),
                if(not opening and direction = 'down' and state_told is distinct from state_now, 'toll_down', null),
                if(
                    not opening and reason = 'retracted'
                    and not (new_low is null and new_best is null and new_high is null), 'retracted', null
                ),
                if(
                    not opening and evidence_grade is distinct from old_grade
                    and evidence_grade in ('contested', 'confirmed'), evidence_grade, null
                )
            ],
            lambda kind: kind is not null
        )) as kind
    from told
    where not silent
),

news_of_tolls as (
    select
        * exclude (silent, state_before, state_told),
        if(opening, 'opened', state_before || '>' || state_now) as state,
        row_number() over (
            partition by kind, incident_id, harm, state_before, state_now order by revision_number
        ) as time_told,
        list_position(['new_incident', 'retracted', 'toll_up', 'toll_down', 'contested', 'confirmed'], kind) as rank
    from ranked
)

select * from news_of_tolls
