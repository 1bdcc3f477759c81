-- Every version of the articles $article_ids, with its article; one row a version.
select
    articles.article_id,
    articles.canonical_url,
    articles.outlet,
    articles.feed_id,
    articles.entry_id,
    articles.first_seen_at,
    articles.current_version_id,
    article_versions.version_id,
    article_versions.version_number,
    coalesce(fingerprints.exact, article_versions.near_duplicate_group) as fingerprint,
    length(article_versions.text) as characters,
    documents.kind
from articles
inner join article_versions on articles.article_id = article_versions.article_id
inner join documents on article_versions.document_id = documents.document_id
left join fingerprints on article_versions.version_id = fingerprints.version_id
where articles.article_id = any($article_ids)
order by articles.article_id, article_versions.version_number
