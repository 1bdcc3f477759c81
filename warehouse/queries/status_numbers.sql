-- What the warehouse holds and what waits; one row.
select
    (select count(*) from articles) as articles,
    (select count(*) from claims) as claims,
    (select count(*) from incidents) as incidents,
    (select count(*) from alerts) as alerts,
    (select count(*) from deliveries where deliveries.state = 'pending') as pending_deliveries,
    (select count(*) from deliveries where deliveries.state = 'dead') as dead_deliveries,
    (select count(*) from quarantine) as quarantined
