-- Incidents that were settled before there was a table of their tolls.
insert into tolls by name
select *
from tolls_with_sides((
    select list(distinct incident_claims.incident_id)
    from incident_claims
    anti join tolls on tolls.incident_id = incident_claims.incident_id
    where exists (select 1 from toll_revisions where toll_revisions.incident_id = incident_claims.incident_id)
      and not exists (select 1 from tolls)
))
