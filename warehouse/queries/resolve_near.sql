-- The incidents that claims near the changed articles $article_ids are linked to, and such claims without an incident:
-- of the days from $firsts to $lasts, of the same articles, or of copies of them. One row an incident, and one such claim.
-- $earliest is the first of $firsts, $latest the last of $lasts: constants, so that most of the warehouse is never read.
with intervals as (
    select strftime(first_day, '%Y-%m-%d') as first_text, strftime(last_day, '%Y-%m-%d') as last_text, first_day, last_day
    from (select unnest($firsts) as first_day, unnest($lasts) as last_day)
),

-- ISO dates sort as text: a month or year is compared with the interval cut to its own length.
dated as (
    select claims.claim_id
    from (
        select claim_id, event_date
        from claims
        where event_date >= strftime($earliest, '%Y-%m-%d') and event_date <= strftime($latest, '%Y-%m-%d')
        union all
        select claim_id, event_date from claims where length(event_date) < 10
    ) as claims
    join intervals
        on claims.event_date >= intervals.first_text[1:length(claims.event_date)]
        and claims.event_date <= intervals.last_text[1:length(claims.event_date)]
),

-- Undated: of the day of its publication or the two before; an edit may carry its number on.
undated as (
    select claim_id
    from claims
    where event_date is null
      and version_id in (
          select texts.version_id
          from (
              select coalesce(published_at, created_at) as told_at, greatest(published_at, created_at) as edited_at, version_id
              from article_versions
          ) as texts
          join intervals
              on texts.edited_at >= cast(intervals.first_day as timestamptz)
              and texts.told_at < cast(intervals.last_day + 3 as timestamptz)
          where texts.edited_at >= cast($earliest as timestamptz) and texts.told_at < cast($latest + 3 as timestamptz)
      )
),

told_alike as (
    select claim_id from claims where article_id in (select unnest($article_ids))
    union all
    select claim_id
    from claims
    where version_id in (
        select version_id
        from article_versions
        where near_duplicate_group in (
            select near_duplicate_group from article_versions where article_id in (select unnest($article_ids))
        )
    )
),

near as (
    from dated union from undated union from told_alike
)

select distinct incident_claims.incident_id, if(incident_claims.incident_id is null, near.claim_id, null) as claim_id
from near
left join incident_claims using (claim_id)
order by all
