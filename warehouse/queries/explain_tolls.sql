-- The tolls of an incident by the toll rule, from the claims that count at this moment; one row a harm.
select tolls.*
from tolls_with_sides([$incident_id]) as tolls
order by list_position(['killed', 'injured', 'missing', 'abducted', 'detained', 'displaced'], tolls.harm)
