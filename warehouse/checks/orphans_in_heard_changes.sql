-- Whatever a row of heard_changes refers to is there.
with orphans as (
    select heard_changes.change_id as row_id, 'run_id' as reference, heard_changes.run_id as missing
    from heard_changes
    anti join runs using (run_id)
    where heard_changes.run_id is not null
)

select * from orphans
