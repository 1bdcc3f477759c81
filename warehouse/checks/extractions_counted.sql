-- An engine's mark on a text counts the rows that it wrote: nothing was lost between reading and loading.
with written as (
    select version_id, engine_version, 'claims' as what from claims
    union all
    select version_id, engine_version, 'statements' from statements
    union all
    select version_id, engine_version, 'positions' from positions
    union all
    select version_id, engine_version, 'events' from events
    union all
    select version_id, engine_version, 'entities' from entities
),

counted as (
    select
        version_id,
        engine_version,
        count(*) filter (where what = 'claims') as claims,
        count(*) filter (where what = 'statements') as statements,
        count(*) filter (where what = 'positions') as positions,
        count(*) filter (where what = 'events') as events,
        count(*) filter (where what = 'entities') as entities
    from written
    group by version_id, engine_version
),

compared as (
    select
        coalesce(extractions.version_id, counted.version_id) as version_id,
        coalesce(extractions.engine_version, counted.engine_version) as engine_version,
        [
            coalesce(extractions.claim_count, 0),
            coalesce(extractions.statement_count, 0),
            coalesce(extractions.position_count, 0),
            coalesce(extractions.event_count, 0),
            coalesce(extractions.entity_count, 0)
        ] as marked,
        [
            coalesce(counted.claims, 0),
            coalesce(counted.statements, 0),
            coalesce(counted.positions, 0),
            coalesce(counted.events, 0),
            coalesce(counted.entities, 0)
        ] as written
    from extractions
    full join counted
        on counted.version_id = extractions.version_id and counted.engine_version = extractions.engine_version
)

select * from compared where marked <> written
