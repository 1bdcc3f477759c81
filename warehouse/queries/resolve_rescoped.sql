-- Claims of the given incidents that their article makes no more as the toll of one event, while its text as it counts
-- now gives the same number as a part of a toll or as a running total; one row a claim.
select distinct lost.claim_id
from incident_claims
join claims as lost using (claim_id)
join readings_of((
    select list(distinct claims.article_id)
    from incident_claims join claims using (claim_id)
    where incident_claims.incident_id in (select unnest($incident_ids))
)) as now using (article_id)
join claims as kept
    on kept.version_id = now.version_id
    and kept.engine_version = now.engine_version
    and kept.harm = lost.harm
    and kept.count_low is not distinct from lost.count_low
    and kept.count_high is not distinct from lost.count_high
where incident_claims.incident_id in (select unnest($incident_ids))
  and lost.scope = 'incident'
  and kept.scope <> 'incident'
  and lost.version_id <> now.version_id
order by lost.claim_id
