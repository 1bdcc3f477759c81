-- One row an attributed statement of the current text of an article, newest first: who said what.
--   speaker: The speaker resolved to a full name, else as printed.
--   role: Role of the speaker, e.g. spokesman.
--   affiliation: Organisation of the speaker.
--   country: Country the speaker speaks for, ISO 3166-1 alpha-3.
--   cue: The verb or phrase of saying.
--   addressee: Whom it was said to.
--   said_on: Day it was said, ISO; NULL where the text does not tell.
--   form: direct (quoted), indirect or mixed.
--   content_text: What was said.
--   outlet: Who published the article.
--   reported_at: Publication of the article, else when it was first read (UTC).
--   url: The article.
--   statement_id: Key: the statement (statements).
with statements_latest as (
    select
        coalesce(statements.speaker_name, statements.speaker_text) as speaker,
        statements.role,
        statements.affiliation,
        statements.country,
        statements.cue,
        statements.addressee,
        statements.said_on,
        statements.form,
        statements.content_text,
        current_readings.outlet,
        current_readings.reported_at,
        current_readings.url,
        statements.statement_id
    from statements
    join current_readings using (version_id, engine_version)
)

select * from statements_latest order by reported_at desc, statement_id
