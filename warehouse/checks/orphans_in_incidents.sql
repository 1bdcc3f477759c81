-- Whatever a row of incidents refers to is there.
with orphans as (
    select incidents.incident_id as row_id, 'place_id' as reference, incidents.place_id as missing
    from incidents
    anti join places using (place_id)
    where incidents.place_id is not null
)

select * from orphans
