-- Claims of the texts that the run $run_id read anew, by harm: found by the engine before and by $engine_version (same),
-- by the one before alone (gone), by $engine_version alone (fresh); one row a harm. A claim is the same where its number,
-- bounds, scope, factuality and victims stand at the same place of the text.
with reread as (
    select version_id from extractions where run_id = $run_id and engine_version = $engine_version
),

engines as (
    select version_id, max_by(engine_version, (extracted_at, engine_version)) as engine_version
    from extractions
    where engine_version <> $engine_version and outcome <> 'failed' and version_id in (select version_id from reread)
    group by version_id
),

before as (
    select claims.version_id, harm, char_start, char_end, count_low, count_high, scope, factuality, victim_class
    from claims
    join engines on engines.version_id = claims.version_id and engines.engine_version = claims.engine_version
),

after as (
    select version_id, harm, char_start, char_end, count_low, count_high, scope, factuality, victim_class
    from claims
    where engine_version = $engine_version and version_id in (select version_id from reread)
),

compared as (
    select harm, 'same' as what, count(*) as number from (select * from before intersect all select * from after) group by harm
    union all
    select harm, 'gone', count(*) from (select * from before except all select * from after) group by harm
    union all
    select harm, 'fresh', count(*) from (select * from after except all select * from before) group by harm
)

select
    harm,
    coalesce(max(number) filter (where what = 'same'), 0) as same,
    coalesce(max(number) filter (where what = 'gone'), 0) as gone,
    coalesce(max(number) filter (where what = 'fresh'), 0) as fresh
from compared
group by harm
order by harm
