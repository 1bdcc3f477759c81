-- Drops the tolls of the given incidents that the toll rule gives no more: all but $kept ("incident/harm"); one row a toll.
delete from tolls
where tolls.incident_id in (select unnest($incident_ids))
  and tolls.incident_id || '/' || tolls.harm not in (select unnest($kept::varchar[]))
returning tolls.incident_id, tolls.harm
