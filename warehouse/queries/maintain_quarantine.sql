-- Drops the bytes of what was put into quarantine before $before; the row, its reason and message stay; one row each.
update quarantine
set body = null
where quarantine.quarantined_at < $before and quarantine.body is not null
returning quarantine.quarantine_id
