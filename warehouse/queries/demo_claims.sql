-- Current claims for people; one row a claim, in the order of the texts.
select
    substr(current_claims.claim_id, 1, 8) as claim,
    current_claims.count_text as said,
    current_claims.harm,
    current_claims.qualifier,
    current_claims.count_low as low,
    current_claims.count_high as high,
    current_claims.victim_class as class,
    current_claims.scope,
    coalesce(current_claims.claimant_name, current_claims.claimant_text) as claimant,
    current_claims.place_name as place,
    coalesce(current_claims.event_date, 'since ' || current_claims.period_start) as day,
    current_claims.rule_id as rule
from current_claims
inner join article_versions using (version_id)
order by article_versions.published_at, current_claims.version_id, current_claims.char_start
