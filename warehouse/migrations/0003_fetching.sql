-- Why: polling that adapts, backs off and never forgets. What a poll decides (when the feed is due again, how sick it is)
-- stands in its fetches row, so that a poll that brings nothing changes no other table; what servers say about robots,
-- where feeds moved to, headers of raw answers and fingerprints of texts get a place.

alter table feeds add column min_interval_minutes bigint;
comment on column feeds.min_interval_minutes is
    'Never polled more often than this; NULL where the registry sets no floor.';

alter table fetches add column due_at timestamptz;
alter table fetches add column sickness bigint;
alter table fetches add column not_modified_in_a_row bigint;
alter table fetches add column new_entries bigint;
alter table fetches add column last_new_at timestamptz;
alter table fetches add column feed_floor_seconds bigint;
alter table fetches add column cache_seconds bigint;
alter table fetches add column permanent_url varchar;
alter table fetches add column is_our_fault boolean;
comment on column fetches.due_at is 'When the feed may be asked again (UTC); NULL for pages.';
comment on column fetches.sickness is
    'Weights of the errors of a feed since its last good answer: temporary 1, soft 2, hard 4. Each point is 15 minutes of '
    'further waiting. NULL for pages.';
comment on column fetches.not_modified_in_a_row is
    'Answers 304 in a row; after 24 the feed is asked without validators. NULL for pages.';
comment on column fetches.new_entries is 'Entries that were not known before; NULL where no feed was read.';
comment on column fetches.last_new_at is 'When the feed last brought a new entry (UTC); NULL for pages.';
comment on column fetches.feed_floor_seconds is
    'Least interval that the feed itself asks for (ttl, sy:updatePeriod); NULL where it asks for none.';
comment on column fetches.cache_seconds is
    'How long the answer stays fresh (Cache-Control, Expires: RFC 9111); NULL where the server does not say.';
comment on column fetches.permanent_url is
    'Where permanent redirects (301, 308) alone lead; NULL where there were none.';
comment on column fetches.is_our_fault is
    'True where most hosts failed at once, so that the fault lies with this machine or its network; NULL elsewhere.';

alter table documents add column status bigint;
alter table documents add column headers varchar;
alter table documents add column dropped_at timestamptz;
comment on column documents.status is 'HTTP status code of the answer; NULL for entries.';
comment on column documents.headers is
    'Headers of the answer as a JSON array of [name, value], in order; NULL where none were kept.';
comment on column documents.dropped_at is
    'When the body was dropped because it was older than keep_raw_days (UTC); NULL while it is kept.';

create table robots (
    origin varchar primary key,
    run_id varchar not null,
    fetched_at timestamptz not null,
    status bigint not null,
    body varchar
);
comment on table robots is 'One row a server: its robots.txt (RFC 9309) as last asked for; asked again after a day.';
comment on column robots.origin is 'Key: scheme, host and port, e.g. https://example.org.';
comment on column robots.run_id is 'The run that asked (runs).';
comment on column robots.fetched_at is 'When it was asked for (UTC).';
comment on column robots.status is 'HTTP status code.';
comment on column robots.body is 'Its text; NULL where there is none (status 4xx): then everything is allowed.';

create table feed_moves (
    move_id varchar primary key,
    feed_id varchar not null,
    run_id varchar not null,
    from_url varchar not null,
    to_url varchar not null,
    moved_at timestamptz not null
);
comment on table feed_moves is
    'One row a permanent redirect (301, 308) that a feed was seen to follow: the trace of its addresses. Append-only.';
comment on column feed_moves.move_id is 'Key: hash of feed and both URLs.';
comment on column feed_moves.feed_id is 'The feed (feeds); it keeps its id.';
comment on column feed_moves.run_id is 'The run that saw it (runs).';
comment on column feed_moves.from_url is 'Where it was polled until then.';
comment on column feed_moves.to_url is 'Where it is polled since.';
comment on column feed_moves.moved_at is 'When (UTC).';

create table fingerprints (
    version_id varchar primary key,
    run_id varchar not null,
    exact varchar not null,
    minhash varchar not null,
    agency varchar
);
comment on table fingerprints is 'One row a version of a text: what finds its copies in other outlets. Append-only.';
comment on column fingerprints.version_id is 'Key: the version (article_versions).';
comment on column fingerprints.run_id is 'The run that wrote the row (runs).';
comment on column fingerprints.exact is 'Hash of the text without white space, letter case and quotation marks.';
comment on column fingerprints.minhash is
    'MinHash of its word triples: 64 numbers of 32 bits, as hexadecimal digits; empty for a text of a few words.';
comment on column fingerprints.agency is
    'News agency that the text credits (Reuters, AFP, AP ...); NULL where it credits none.';
