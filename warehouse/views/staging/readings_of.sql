-- One row an article that was read and is not withdrawn: the text that counts for it, and the newest engine that read
-- that text (texts_of).
--   $articles: List of article_id.
with readings_of as (
    select * exclude (counts) from texts_of($articles) where counts
)

select * from readings_of
