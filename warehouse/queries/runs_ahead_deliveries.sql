-- Deliveries that a run with a clock ahead of $now put off until later than any run would: they are due now. No rows.
update deliveries
set next_attempt_at = $now
where state = 'pending' and next_attempt_at > $now::timestamptz + interval 6 hours
