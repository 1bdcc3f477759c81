-- Whatever a row of silences refers to is there.
with orphans as (
    select silences.silence_id as row_id, 'run_id' as reference, silences.run_id as missing
    from silences
    anti join runs using (run_id)
    where silences.run_id is not null
)

select * from orphans
