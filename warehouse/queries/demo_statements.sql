-- Statements that one run found in current texts; one row a statement, in the order of the texts.
select
    coalesce(statements.speaker_name, statements.speaker_text) as speaker,
    statements.role,
    statements.affiliation,
    statements.form,
    statements.content_text as content
from statements
inner join current_readings using (version_id, engine_version)
where statements.run_id = $run_id
order by current_readings.reported_at, statements.version_id, statements.char_start
