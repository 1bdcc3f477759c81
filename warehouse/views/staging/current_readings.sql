-- One row an article that was read and is not withdrawn: the text that counts for it, and the newest engine that read
-- that text.
-- That is its current text or, while that is unread or could not be read, the newest text that was.
-- What older texts and older engines said stays in claims, statements, positions, events and entities as history.
with current_readings as (
    select article_id, version_id, engine_version, outlet, url, article_title, article_text, reported_at
    from readings_of((select list(articles.article_id) from articles))
)

select * from current_readings
