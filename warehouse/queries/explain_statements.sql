-- What each source says of an incident's tolls, all victims together, by claimant and time; one row a statement.
select
    told.harm,
    told.source,
    told.claimant,
    told.kind,
    told.rank,
    told.factuality,
    told.low,
    told.high,
    told.said_at,
    told.stands,
    told.claim_id
from toll_statements([$incident_id], null) as told
order by
    list_position(['killed', 'injured', 'missing', 'abducted', 'detained', 'displaced'], told.harm),
    told.rank,
    told.source,
    told.said_at,
    told.claim_id
