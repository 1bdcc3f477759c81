-- A claim with its article and text, found by the first characters of its id; one row a claim that fits, at most two.
select
    claims.*,
    article_versions.text as article_text,
    article_versions.title as article_title,
    article_versions.published_at,
    article_versions.version_number,
    articles.canonical_url,
    articles.outlet
from claims
inner join article_versions using (version_id)
inner join articles on articles.article_id = claims.article_id
where starts_with(claims.claim_id, $claim_id)
order by claims.claim_id
limit 2
