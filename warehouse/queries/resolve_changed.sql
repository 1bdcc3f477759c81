-- The articles $article_ids, and those that the runs $run_ids have read, with the days that their claims without an incident
-- allow, and one on either side; one row an article and such days, NULL where it has no such claim.
with versions as (
    select version_id from extractions where run_id in (select unnest($run_ids))
    union
    select version_id from readings where run_id in (select unnest($run_ids))
),

changed as (
    select article_id from article_versions where version_id in (select version_id from versions)
    union
    select unnest($article_ids)
),

unlinked as (
    select
        claims.article_id,
        if(claims.event_date >= '1000' and claims.event_date < '9000', claims.event_date, null) as event_date,
        -- a calendar has an end: see tasks/incidents/when.py
        greatest(
            date '1000-01-01',
            least(date '9000-01-01', cast(coalesce(article_versions.published_at, article_versions.created_at) as date))
        ) as told_on
    from claims
    join article_versions using (version_id)
    anti join incident_claims using (claim_id)
    where claims.article_id in (select article_id from changed)
      and claims.scope in ('incident', 'subset')
      and claims.factuality <> 'hypothetical'
),

days as (
    select
        article_id,
        coalesce(
            try_cast(event_date as date),
            try_cast(event_date || '-01' as date),
            try_cast(event_date || '-01-01' as date),
            told_on - 2
        ) - 1 as first_day,
        coalesce(
            try_cast(event_date as date),
            last_day(try_cast(event_date || '-01' as date)),
            try_cast(event_date || '-12-31' as date),
            told_on
        ) + 1 as last_day
    from unlinked
)

select distinct changed.article_id, days.first_day, days.last_day
from changed
left join days using (article_id)
order by all
