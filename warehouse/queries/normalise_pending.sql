-- Pages and full texts of feeds that have not been read yet, with what entry and feed say of them; one row a document.
-- $live: those of live runs, else those of a backfill or import: read in a live run, they would raise alerts.
with entry_urls as (
    select
        coalesce(page_url, 'urn:sitrep:entry:' || entry_id) as url,
        entry_id,
        feed_id,
        title,
        byline,
        published_at,
        first_seen_at
    from entries
)

select
    documents.document_id,
    documents.kind,
    documents.url,
    documents.final_url,
    documents.content_type,
    documents.fetched_at,
    coalesce(entry_urls.feed_id, documents.feed_id) as feed_id,
    entry_urls.entry_id,
    entry_urls.title,
    entry_urls.byline,
    entry_urls.published_at,
    coalesce(entry_urls.first_seen_at, documents.fetched_at) as first_seen_at,
    feeds.outlet,
    feeds.language
from documents
left join entry_urls on documents.url = entry_urls.url
left join feeds on coalesce(entry_urls.feed_id, documents.feed_id) = feeds.feed_id
where
    documents.kind in ('page', 'entry')
    and $live = (documents.run_id not in (select run_id from runs where flow in ('backfill', 'import')))
    and not exists (select 1 from readings where readings.document_id = documents.document_id)
qualify
    row_number() over (
        partition by documents.document_id
        order by
            entry_urls.feed_id is distinct from documents.feed_id, -- the feed that the document came with knows it best
            entry_urls.first_seen_at,
            entry_urls.title is null,
            entry_urls.published_at is null,
            entry_urls.entry_id
    ) = 1
order by documents.fetched_at, documents.document_id
limit $limit -- NULL: all
