-- One row a person, organisation or place, over the current texts of all articles: who and where is in the news.
--   entity_id: The entity, the same in every text.
--   entity_kind: person, organisation or place.
--   name: The name that most texts give it.
--   aliases: What else texts call it.
--   roles: Roles of a person, the one told most first.
--   affiliation: Organisation of a person, as most texts say.
--   country: ISO 3166-1 alpha-3, as most texts say.
--   latitude: Degrees north of a place, WGS 84.
--   longitude: Degrees east of a place, WGS 84.
--   article_count: Articles that name it.
--   mention_count: How often they name it, pronouns left out.
--   first_reported_at: First text that names it (UTC).
--   last_reported_at: Last text that names it (UTC).
--   last_url: That text's article.
with told as (
    select entities.*, current_readings.reported_at, current_readings.url
    from entities
    join current_readings using (version_id, engine_version)
),

aliases as (
    select entity_id, list_sort(list_distinct(flatten(list(string_split(aliases, '; '))))) as aliases
    from told
    where aliases <> ''
    group by entity_id
),

roles as (
    select entity_id, list(role order by texts desc, role) as roles
    from (select entity_id, role, count(*) as texts from told where role is not null group by entity_id, role)
    group by entity_id
),

entities_known as (
    select
        told.entity_id,
        any_value(told.entity_kind) as entity_kind,
        mode(told.name order by told.name) as name,
        any_value(coalesce(aliases.aliases, [])) as aliases,
        any_value(coalesce(roles.roles, [])) as roles,
        mode(told.affiliation order by told.affiliation) as affiliation,
        mode(told.country order by told.country) as country,
        any_value(places.latitude) as latitude,
        any_value(places.longitude) as longitude,
        count(distinct told.article_id) as article_count,
        sum(told.mention_count)::bigint as mention_count,
        min(told.reported_at) as first_reported_at,
        max(told.reported_at) as last_reported_at,
        max_by(told.url, (told.reported_at, told.version_id)) as last_url
    from told
    left join aliases using (entity_id)
    left join roles using (entity_id)
    left join places using (place_id)
    group by told.entity_id
)

select * from entities_known order by article_count desc, mention_count desc, entity_id
