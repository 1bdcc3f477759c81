-- Whatever a row of robots refers to is there.
with orphans as (
    select robots.origin as row_id, 'run_id' as reference, robots.run_id as missing
    from robots
    anti join runs using (run_id)
    where robots.run_id is not null
)

select * from orphans
