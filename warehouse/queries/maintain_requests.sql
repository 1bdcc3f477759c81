-- Drops polls of feeds from before $before that nothing needs: the last of every outcome of each feed stays, which is
-- what polling and feed_health go by. Requests for pages stay, as withdrawn articles are told by them; one row a request.
delete from fetches
where fetches.fetch_id in (
    select polls.fetch_id
    from fetches as polls
    where polls.kind = 'feed'
    qualify row_number() over (
        partition by polls.feed_id, polls.outcome order by polls.started_at desc, polls.fetch_id
    ) > 1
    and polls.started_at < $before
)
returning fetches.fetch_id
