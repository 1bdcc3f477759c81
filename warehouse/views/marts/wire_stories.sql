-- One row a story that more than one article carries as copies of each other: who had it first, which agency is credited.
--   near_duplicate_group: Key: what the copies share (article_versions).
--   title: Title of the first copy.
--   agency: News agency that most copies credit; NULL where none credits one.
--   first_outlet: Outlet of the first copy, by date of publication, else by when it was seen.
--   first_url: Its canonical URL.
--   first_at: When it came out, else when it was seen (UTC).
--   article_count: Articles that carry it.
--   outlet_count: Outlets that carry it.
--   outlets: Their names, joined by "; ".
--   last_seen_at: When the newest copy was seen (UTC).
with copies as (
    select
        article_versions.near_duplicate_group,
        article_versions.version_id,
        article_versions.title,
        articles.article_id,
        articles.outlet,
        articles.canonical_url,
        fingerprints.agency,
        article_versions.created_at,
        coalesce(article_versions.published_at, article_versions.created_at) as came_at
    from article_versions
    inner join articles on article_versions.article_id = articles.article_id
    left join fingerprints on article_versions.version_id = fingerprints.version_id
),

wire_stories as (
    select
        near_duplicate_group,
        first(title order by came_at, created_at, version_id) as title,
        mode(agency) as agency,
        first(outlet order by came_at, created_at, version_id) as first_outlet,
        first(canonical_url order by came_at, created_at, version_id) as first_url,
        min(came_at) as first_at,
        count(distinct article_id) as article_count,
        count(distinct outlet) as outlet_count,
        string_agg(distinct outlet, '; ' order by outlet) as outlets,
        max(created_at) as last_seen_at
    from copies
    group by near_duplicate_group
    having count(distinct article_id) > 1
)

select * from wire_stories order by last_seen_at desc, near_duplicate_group
