-- Texts since $since that share a band of their MinHash with $bands: perhaps copies; one row a version, oldest first.
with places as (
    select unnest(range(21)) as place
),

recent as (
    select fingerprints.version_id, fingerprints.minhash
    from fingerprints
    inner join article_versions on fingerprints.version_id = article_versions.version_id
    where article_versions.created_at >= $since and fingerprints.minhash <> ''
),

alike as (
    select distinct recent.version_id
    from recent
    cross join places
    semi join (select unnest($bands) as band) as asked
        on asked.band = places.place || ':' || substring(recent.minhash, places.place * 24 + 1, 24)
)

select article_versions.near_duplicate_group, fingerprints.minhash, article_versions.text
from alike
inner join article_versions on alike.version_id = article_versions.version_id
inner join fingerprints on alike.version_id = fingerprints.version_id
order by article_versions.created_at, article_versions.version_id
