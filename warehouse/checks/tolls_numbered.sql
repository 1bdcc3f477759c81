-- The revisions of a toll are numbered 1, 2, ... without gap or repeat, so that each incident and
-- harm has one toll now.
select
    incident_id,
    harm,
    count(*) as revisions,
    min(revision_number) as first_number,
    max(revision_number) as last_number
from toll_revisions
group by incident_id, harm
having min(revision_number) <> 1 or max(revision_number) <> count(*) or count(distinct revision_number) <> count(*)
