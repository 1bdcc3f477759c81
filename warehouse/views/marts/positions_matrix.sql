-- One row an actor and topic: what it supports or opposes, how often that was told, and the stance told last.
--   actor: Who, resolved to a name.
--   actor_country: Country of the actor, ISO 3166-1 alpha-3.
--   topic: What about, in the words of the lexicon.
--   stance: support or oppose, as told last; of several in one article, the last in its text.
--   support_count: Texts that tell of support.
--   oppose_count: Texts that tell of opposition.
--   changed: Whether both were told.
--   first_reported_at: First text that tells of either (UTC).
--   last_reported_at: Last text that tells of either (UTC).
--   last_target_text: What is supported or opposed, as that text prints it.
--   last_url: That text's article.
with told as (
    select positions.*, current_readings.reported_at, current_readings.url
    from positions
    join current_readings using (version_id, engine_version)
),

positions_matrix as (
    select
        actor_name as actor,
        max(actor_country) as actor_country,
        topic,
        max_by(stance, (reported_at, version_id, char_start)) as stance,
        count(distinct version_id) filter (where stance = 'support') as support_count,
        count(distinct version_id) filter (where stance = 'oppose') as oppose_count,
        count(distinct stance) > 1 as changed,
        min(reported_at) as first_reported_at,
        max(reported_at) as last_reported_at,
        max_by(target_text, (reported_at, version_id, char_start)) as last_target_text,
        max_by(url, (reported_at, version_id, char_start)) as last_url
    from told
    group by actor_name, topic
)

select * from positions_matrix order by actor, topic
