-- One row an incident that became contested or confirmed by a claim that changed no number, told by the newest revision
-- of its largest toll. Only by what one engine has read: an upgrade is no news.
with linked as (
    select
        incident_claims.incident_id,
        coalesce(runs.started_at, 'epoch'::timestamptz) as linked_at,
        coalesce(runs.run_id, incident_claims.run_id) as run_id,
        readings.engines = 1 as one_engine
    from incident_claims
    join claims using (claim_id)
    left join runs on runs.run_id = incident_claims.run_id
    join (
        select version_id, count(*) as engines from extractions group by version_id
    ) as readings on readings.version_id = claims.version_id
),

last_linked as (
    select
        incident_id,
        max(linked_at) as linked_at,
        arg_max(run_id, linked_at) as run_id,
        arg_max(one_engine, (linked_at, one_engine)) as one_engine
    from linked
    group by incident_id
),

newest as (
    select
        toll_revisions.*,
        bool_or(toll_revisions.evidence_grade = incidents.evidence_grade) over (
            partition by toll_revisions.incident_id
        ) as has_grade,
        row_number() over (
            partition by toll_revisions.incident_id order by toll_revisions.new_best desc nulls last, toll_revisions.harm
        ) as place,
        incidents.evidence_grade as incident_grade,
        incidents.opened_at
    from (
        select *
        from toll_revisions
        qualify row_number() over (partition by incident_id, harm order by revision_number desc) = 1
    ) as toll_revisions
    join incidents using (incident_id)
    where incidents.evidence_grade in ('contested', 'confirmed')
),

news_of_grades as (
    select
        newest.* exclude (has_grade, place, incident_grade, opened_at, evidence_grade, run_id, revised_at),
        newest.evidence_grade as old_grade,
        newest.incident_grade as evidence_grade,
        newest.incident_grade as kind,
        'grade ' || newest.incident_grade as state,
        last_linked.linked_at as revised_at,
        last_linked.run_id,
        last_linked.one_engine
    from newest
    join last_linked using (incident_id)
    where newest.place = 1 and not newest.has_grade and newest.opened_at < last_linked.linked_at
)

select * from news_of_grades
