-- Whatever a row of quarantine refers to is there.
with orphans as (
    select quarantine.quarantine_id as row_id, 'run_id' as reference, quarantine.run_id as missing
    from quarantine
    anti join runs using (run_id)
    where quarantine.run_id is not null
)

select * from orphans
