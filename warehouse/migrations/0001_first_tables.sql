-- Why: the first tables of the warehouse, one for each record of records.py, with columns named as its fields.
--
-- Every id is a stable hash of a natural key, so that a re-run writes the same rows; times are UTC.
--
-- No foreign keys. Tried on DuckDB 2.0: a referenced row cannot be updated in an indexed column nor deleted in the
-- transaction that deletes its referrers, a referenced table refuses most ALTERs (which would shut the door for later
-- migrations), and a load of 600,000 claims with two of them took 3.5 times as long and made the file a third larger.
-- What they would have guarded, checks/orphans_*.sql guard: a snapshot with an orphan is not published.
--
-- CHECKs hold the closed vocabularies (spec/casualty-claims.md, the design's states) and bounds of single values.
-- Vocabularies that the lexicon may extend (claimant kinds, victim classes, event types) are left open.

create table runs (
    run_id varchar primary key,
    flow varchar not null,
    state varchar not null check (state in ('running', 'completed', 'failed', 'crashed')),
    started_at timestamptz not null,
    finished_at timestamptz,
    engine_version varchar not null,
    counts varchar,
    error varchar
);
comment on table runs is 'One row a run of a flow: when, by which engine, how it ended.';
comment on column runs.run_id is 'Key: the run.';
comment on column runs.flow is 'Name of the flow, e.g. monitor.';
comment on column runs.state is 'running, completed, failed or crashed.';
comment on column runs.started_at is 'When it started; "now" for everything it wrote (UTC).';
comment on column runs.finished_at is 'When it ended (UTC); NULL while it runs.';
comment on column runs.engine_version is 'The engine that extracted in this run.';
comment on column runs.counts is 'What each stage counted, as JSON.';
comment on column runs.error is 'Why it failed; NULL where it did not.';

create table feeds (
    feed_id varchar primary key,
    url varchar not null,
    outlet varchar not null,
    country varchar,
    language varchar,
    source_kind varchar not null,
    independence_group varchar not null,
    enabled boolean not null
);
comment on table feeds is
    'One row a feed of the registry (config/feeds.toml). Its health is read from fetches: see feed_health.';
comment on column feeds.feed_id is 'Key: hash of the URL.';
comment on column feeds.url is 'Where the feed is polled.';
comment on column feeds.outlet is 'Who publishes it.';
comment on column feeds.country is 'Country of the outlet, ISO 3166-1 alpha-3.';
comment on column feeds.language is 'Language of the feed, BCP 47.';
comment on column feeds.source_kind is 'media, state_media, un, monitor or government.';
comment on column feeds.independence_group is 'Outlets of one owner or agency share a group and count as one source.';
comment on column feeds.enabled is 'Whether it is polled.';

create table fetches (
    fetch_id varchar primary key,
    run_id varchar not null,
    feed_id varchar,
    kind varchar not null check (kind in ('feed', 'page')),
    url varchar not null,
    final_url varchar,
    started_at timestamptz not null,
    latency_ms bigint check (latency_ms >= 0),
    status bigint,
    outcome varchar not null check (outcome in ('new', 'unchanged', 'not_modified', 'error')),
    body_bytes bigint check (body_bytes >= 0),
    body_sha256 varchar,
    etag varchar,
    last_modified varchar,
    retry_after_at timestamptz,
    error_class varchar,
    error_message varchar
);
comment on table fetches is
    'One row a request for a feed or a page in one run, with exactly one terminal outcome. Append-only.';
comment on column fetches.fetch_id is 'Key: hash of run, kind and URL.';
comment on column fetches.run_id is 'The run that asked (runs).';
comment on column fetches.feed_id is 'The feed it came from (feeds); NULL where none.';
comment on column fetches.kind is 'feed or page.';
comment on column fetches.url is 'The URL asked for.';
comment on column fetches.final_url is 'The URL that answered, after redirects.';
comment on column fetches.started_at is 'When the request was sent (UTC).';
comment on column fetches.latency_ms is 'Milliseconds until the body was complete; NULL where none came.';
comment on column fetches.status is 'HTTP status code (RFC 9110); NULL where no answer came.';
comment on column fetches.outcome is 'new (body kept), unchanged (same body again), not_modified (304) or error.';
comment on column fetches.body_bytes is 'Size of the body in bytes.';
comment on column fetches.body_sha256 is 'SHA-256 of the body, hexadecimal.';
comment on column fetches.etag is 'ETag of the answer, sent back with the next request.';
comment on column fetches.last_modified is 'Last-Modified of the answer, sent back with the next request.';
comment on column fetches.retry_after_at is 'The server asks not to come back before this time (UTC).';
comment on column fetches.error_class is 'Stable word for what went wrong, e.g. timeout; NULL where nothing did.';
comment on column fetches.error_message is 'What went wrong, in a sentence.';

create table documents (
    document_id varchar primary key,
    run_id varchar not null,
    feed_id varchar,
    kind varchar not null check (kind in ('feed', 'page', 'entry')),
    url varchar not null,
    final_url varchar not null,
    content_type varchar,
    fetched_at timestamptz not null,
    body_sha256 varchar not null,
    body_bytes bigint not null check (body_bytes >= 0),
    body blob not null
);
comment on table documents is 'One row a URL and content: the raw bytes as they came, kept once. Append-only.';
comment on column documents.document_id is 'Key: hash of kind, URL and content hash.';
comment on column documents.run_id is 'The run that first saw it (runs).';
comment on column documents.feed_id is 'The feed it came from (feeds); NULL where none.';
comment on column documents.kind is 'feed, page or entry (full text inside a feed).';
comment on column documents.url is 'The URL asked for.';
comment on column documents.final_url is 'The URL that answered, after redirects.';
comment on column documents.content_type is 'Content-Type of the answer.';
comment on column documents.fetched_at is 'When it came (UTC).';
comment on column documents.body_sha256 is 'SHA-256 of the uncompressed body, hexadecimal.';
comment on column documents.body_bytes is 'Size of the uncompressed body in bytes.';
comment on column documents.body is 'The body, compressed: one zstd frame (RFC 8878).';

create table entries (
    entry_id varchar primary key,
    run_id varchar not null,
    feed_id varchar not null,
    document_id varchar not null,
    guid varchar,
    url varchar,
    page_url varchar,
    title varchar,
    byline varchar,
    published_at timestamptz,
    first_seen_at timestamptz not null,
    content_html varchar
);
comment on table entries is 'One row a feed and item: what the feed said of it when it was first seen. Append-only.';
comment on column entries.entry_id is 'Key: hash of feed and guid, or URL where there is no guid.';
comment on column entries.run_id is 'The run that first saw it (runs).';
comment on column entries.feed_id is 'The feed (feeds).';
comment on column entries.document_id is 'The feed document that first held it (documents).';
comment on column entries.guid is 'The id that the feed gives it.';
comment on column entries.url is 'Link to the article.';
comment on column entries.page_url is
    'url without tracking parameters and fragment: what is fetched; NULL where it is not http(s).';
comment on column entries.title is 'Title as the feed has it.';
comment on column entries.byline is 'Author as the feed has it.';
comment on column entries.published_at is 'Date of publication as the feed has it (UTC); NULL where it has none.';
comment on column entries.first_seen_at is 'When the entry was first seen (UTC).';
comment on column entries.content_html is 'Full text as HTML, where the feed has it.';

create table articles (
    article_id varchar primary key,
    canonical_url varchar not null,
    outlet varchar not null,
    feed_id varchar,
    entry_id varchar,
    first_seen_at timestamptz not null,
    current_version_id varchar not null
);
comment on table articles is 'One row an article, known by its canonical URL.';
comment on column articles.article_id is 'Key: hash of the canonical URL.';
comment on column articles.canonical_url is 'The URL without what does not tell articles apart.';
comment on column articles.outlet is 'Who published it.';
comment on column articles.feed_id is 'The feed it came from (feeds); NULL where none.';
comment on column articles.entry_id is 'The feed entry that led to it (entries); NULL where none.';
comment on column articles.first_seen_at is 'When it was first seen (UTC).';
comment on column articles.current_version_id is 'Its newest text (article_versions).';

create table article_versions (
    version_id varchar primary key,
    article_id varchar not null,
    document_id varchar not null,
    run_id varchar not null,
    version_number bigint not null check (version_number > 0),
    title varchar,
    byline varchar,
    text varchar not null,
    text_sha256 varchar not null,
    published_at timestamptz,
    published_precision varchar not null check (published_precision in ('second', 'day', 'unknown')),
    language varchar not null,
    near_duplicate_group varchar not null,
    quality_flags varchar not null,
    created_at timestamptz not null
);
comment on table article_versions is
    'One row a text of an article; a new one only when the text really changed. Append-only.';
comment on column article_versions.version_id is 'Key: hash of article and text hash.';
comment on column article_versions.article_id is 'The article (articles).';
comment on column article_versions.document_id is 'The document it was read from (documents).';
comment on column article_versions.run_id is 'The run that wrote the row (runs).';
comment on column article_versions.version_number is '1, 2, ... within the article.';
comment on column article_versions.title is 'Title of the page.';
comment on column article_versions.byline is 'Author of the page.';
comment on column article_versions.text is 'The main text, normalised. Every span points into it.';
comment on column article_versions.text_sha256 is 'SHA-256 of the text as UTF-8, hexadecimal.';
comment on column article_versions.published_at is 'Date of publication (UTC); NULL where unknown.';
comment on column article_versions.published_precision is 'How precise that is: second, day or unknown.';
comment on column article_versions.language is 'Language of the text, BCP 47.';
comment on column article_versions.near_duplicate_group is
    'Versions that are copies of one another share a group and count as one source.';
comment on column article_versions.quality_flags is
    'Words for what is odd about the text, comma-separated; empty where nothing is.';
comment on column article_versions.created_at is 'When the version was written (UTC).';

create table readings (
    document_id varchar primary key,
    run_id varchar not null,
    outcome varchar not null check (outcome in ('new_version', 'same_text', 'other_source', 'quarantined')),
    version_id varchar,
    read_at timestamptz not null
);
comment on table readings is
    'One row a page or full-text entry that was read for its article: the mark that it is done, with what came of'
    ' it. Append-only.';
comment on column readings.document_id is 'Key: the document (documents).';
comment on column readings.run_id is 'The run that wrote the row (runs).';
comment on column readings.outcome is
    'new_version, same_text, other_source (the article is read from elsewhere) or quarantined.';
comment on column readings.version_id is
    'The version that has this text (article_versions); NULL where none came of it.';
comment on column readings.read_at is 'When it was read (UTC).';

create table extractions (
    extraction_id varchar primary key,
    version_id varchar not null,
    run_id varchar not null,
    engine_version varchar not null,
    outcome varchar not null check (outcome in ('extracted', 'skipped_language', 'failed')),
    claim_count bigint not null check (claim_count >= 0),
    statement_count bigint not null check (statement_count >= 0),
    position_count bigint not null check (position_count >= 0),
    event_count bigint not null check (event_count >= 0),
    extracted_at timestamptz not null
);
comment on table extractions is 'One row a version and engine: the mark that this engine has read it. Append-only.';
comment on column extractions.extraction_id is 'Key: hash of version and engine.';
comment on column extractions.version_id is 'The version read (article_versions).';
comment on column extractions.run_id is 'The run that wrote the row (runs).';
comment on column extractions.engine_version is 'The engine that read it.';
comment on column extractions.outcome is 'extracted, skipped_language or failed.';
comment on column extractions.claim_count is 'Claims found.';
comment on column extractions.statement_count is 'Statements found.';
comment on column extractions.position_count is 'Positions found.';
comment on column extractions.event_count is 'Events found.';
comment on column extractions.extracted_at is 'When it was read (UTC).';

create table claims (
    claim_id varchar primary key,
    version_id varchar not null,
    article_id varchar not null,
    run_id varchar not null,
    engine_version varchar not null,
    rule_id varchar not null,
    confidence double not null check (confidence between 0 and 1),
    harm varchar not null check (harm in ('killed', 'injured', 'missing', 'abducted', 'detained', 'displaced')),
    count_text varchar not null,
    char_start bigint not null check (char_start >= 0),
    char_end bigint not null check (char_end >= char_start),
    count_low bigint check (count_low >= 0),
    count_high bigint check (count_high >= 0),
    qualifier varchar not null check (
        qualifier in ('exact', 'at_least', 'more_than', 'at_most', 'less_than', 'about', 'between', 'vague',
            'none')
    ),
    victims_text varchar not null,
    victim_class varchar not null,
    scope varchar not null check (scope in ('incident', 'subset', 'cumulative')),
    period_start varchar,
    claimant_text varchar,
    claimant_name varchar,
    claimant_kind varchar,
    claimant_start bigint check (claimant_start >= 0),
    claimant_end bigint,
    factuality varchar not null check (factuality in ('asserted', 'hedged', 'denied', 'hypothetical')),
    place_text varchar,
    place_name varchar,
    place_id varchar,
    place_precision varchar,
    latitude double check (latitude between -90 and 90),
    longitude double check (longitude between -180 and 180),
    country varchar,
    event_date varchar,
    incident_number bigint,
    event_id varchar,
    sentence_start bigint not null check (sentence_start >= 0),
    sentence_end bigint not null
);
comment on table claims is
    'One row a number for one kind of harm by one claimant in one text (spec/casualty-claims.md). Append-only; '
    'current_claims has those that count now.';
comment on column claims.claim_id is 'Key: hash of version, engine, harm and span.';
comment on column claims.version_id is 'The text it was read from (article_versions).';
comment on column claims.article_id is 'The article of that text (articles).';
comment on column claims.run_id is 'The run that wrote the row (runs).';
comment on column claims.engine_version is 'The engine (rules, lexicon and pipeline) that made the row.';
comment on column claims.rule_id is 'The extraction rule that made the row.';
comment on column claims.confidence is 'How sure the rule is, 0 to 1.';
comment on column claims.harm is 'killed, injured, missing, abducted, detained or displaced.';
comment on column claims.count_text is 'The span: the number phrase as printed, e.g. at least four.';
comment on column claims.char_start is
    'First character of the span in article_versions.text: Unicode code points, counted from 0.';
comment on column claims.char_end is
    'One past the last character of the span: text[char_start:char_end] is the span.';
comment on column claims.count_low is
    'Lower bound of the number; NULL where the text gives none. 0 is somebodys word that nobody was hurt.';
comment on column claims.count_high is 'Upper bound of the number; NULL where the text gives none.';
comment on column claims.qualifier is
    'exact, at_least, more_than, at_most, less_than, about, between, vague or none.';
comment on column claims.victims_text is 'Who was harmed, as printed; empty where elided.';
comment on column claims.victim_class is
    'civilian, child, woman, military, police, militant, attacker, journalist, aid_worker, medic, official, '
    'peacekeeper, patient or unknown.';
comment on column claims.scope is
    'incident (the toll of one event), subset (part of another claim, never added) or cumulative (a running '
    'total, never added).';
comment on column claims.period_start is 'Start of the period of a cumulative claim: ISO day, month or year.';
comment on column claims.claimant_text is
    'Who answers for the number, as printed; NULL where the article speaks in its own voice.';
comment on column claims.claimant_name is 'The claimant resolved to a name.';
comment on column claims.claimant_kind is
    'government, military, police, medical, rescue, monitor, un, armed_group, state_media, media, witness, '
    'relative, company or unknown.';
comment on column claims.claimant_start is 'First character of claimant_text in the text.';
comment on column claims.claimant_end is 'One past its last character.';
comment on column claims.factuality is 'asserted, hedged, denied or hypothetical.';
comment on column claims.place_text is 'The toponym as printed; NULL where the text names none.';
comment on column claims.place_name is 'The name of that place in the gazetteer.';
comment on column claims.place_id is 'That place (places); NULL where the name is unknown or stays ambiguous.';
comment on column claims.place_precision is 'How near the coordinates are: exact, near, district, province, country.';
comment on column claims.latitude is 'Degrees north, WGS 84.';
comment on column claims.longitude is 'Degrees east, WGS 84.';
comment on column claims.country is 'ISO 3166-1 alpha-3.';
comment on column claims.event_date is
    'Date of the event as far as the text gives it: ISO day, month or year; NULL where unsaid.';
comment on column claims.incident_number is
    'Claims of one event share a number within the text; NULL for cumulative claims.';
comment on column claims.event_id is 'The event told (events); NULL where none was found.';
comment on column claims.sentence_start is 'First character of the sentence.';
comment on column claims.sentence_end is 'One past its last character.';

create table statements (
    statement_id varchar primary key,
    version_id varchar not null,
    article_id varchar not null,
    run_id varchar not null,
    engine_version varchar not null,
    rule_id varchar not null,
    speaker_text varchar,
    speaker_name varchar,
    speaker_start bigint check (speaker_start >= 0),
    speaker_end bigint,
    role varchar,
    affiliation varchar,
    country varchar,
    cue varchar,
    addressee varchar,
    said_on varchar,
    form varchar not null check (form in ('direct', 'indirect', 'mixed')),
    content_text varchar not null,
    char_start bigint not null check (char_start >= 0),
    char_end bigint not null check (char_end >= char_start)
);
comment on table statements is 'One row an attributed statement: who said what in one text. Append-only.';
comment on column statements.statement_id is 'Key: hash of version, engine and span.';
comment on column statements.version_id is 'The text it was read from (article_versions).';
comment on column statements.article_id is 'The article of that text (articles).';
comment on column statements.run_id is 'The run that wrote the row (runs).';
comment on column statements.engine_version is 'The engine (rules, lexicon and pipeline) that made the row.';
comment on column statements.rule_id is 'The extraction rule that made the row.';
comment on column statements.speaker_text is 'The speaker as printed.';
comment on column statements.speaker_name is 'The speaker resolved to a full name.';
comment on column statements.speaker_start is 'First character of speaker_text in the text.';
comment on column statements.speaker_end is 'One past its last character.';
comment on column statements.role is 'Role of the speaker, e.g. spokesman.';
comment on column statements.affiliation is 'Organisation of the speaker.';
comment on column statements.country is 'Country the speaker speaks for, ISO 3166-1 alpha-3.';
comment on column statements.cue is 'The verb or phrase of saying, e.g. said.';
comment on column statements.addressee is 'Whom it was said to.';
comment on column statements.said_on is 'Day it was said, ISO.';
comment on column statements.form is 'direct (quoted), indirect or mixed.';
comment on column statements.content_text is 'The span: what was said.';
comment on column statements.char_start is
    'First character of the span in article_versions.text: Unicode code points, counted from 0.';
comment on column statements.char_end is
    'One past the last character of the span: text[char_start:char_end] is the span.';

create table positions (
    position_id varchar primary key,
    version_id varchar not null,
    article_id varchar not null,
    run_id varchar not null,
    engine_version varchar not null,
    rule_id varchar not null,
    actor_text varchar not null,
    actor_name varchar not null,
    actor_country varchar,
    stance varchar not null check (stance in ('support', 'oppose')),
    target_text varchar not null,
    target_start bigint not null check (target_start >= 0),
    target_end bigint not null,
    topic varchar not null,
    cue_text varchar not null,
    char_start bigint not null check (char_start >= 0),
    char_end bigint not null check (char_end >= char_start)
);
comment on table positions is
    'One row a diplomatic position: who supports or opposes what, as told in one text. Append-only.';
comment on column positions.position_id is 'Key: hash of version, engine and span.';
comment on column positions.version_id is 'The text it was read from (article_versions).';
comment on column positions.article_id is 'The article of that text (articles).';
comment on column positions.run_id is 'The run that wrote the row (runs).';
comment on column positions.engine_version is 'The engine (rules, lexicon and pipeline) that made the row.';
comment on column positions.rule_id is 'The extraction rule that made the row.';
comment on column positions.actor_text is 'Who acts, as printed.';
comment on column positions.actor_name is 'Who acts, resolved to a name.';
comment on column positions.actor_country is 'Country of the actor, ISO 3166-1 alpha-3.';
comment on column positions.stance is 'support or oppose.';
comment on column positions.target_text is 'What is supported or opposed, as printed.';
comment on column positions.target_start is 'First character of target_text in the text.';
comment on column positions.target_end is 'One past its last character.';
comment on column positions.topic is 'The target in the words of the lexicon, e.g. sanctions.';
comment on column positions.cue_text is 'The span: the words that tell the stance.';
comment on column positions.char_start is
    'First character of the span in article_versions.text: Unicode code points, counted from 0.';
comment on column positions.char_end is
    'One past the last character of the span: text[char_start:char_end] is the span.';

create table events (
    event_id varchar primary key,
    version_id varchar not null,
    article_id varchar not null,
    run_id varchar not null,
    engine_version varchar not null,
    rule_id varchar not null,
    plover_type varchar not null,
    plover_mode varchar,
    acled_event_type varchar,
    acled_sub_event_type varchar,
    ucdp_violence_type varchar,
    hazard_class varchar,
    actor_text varchar,
    actor_name varchar,
    recipient_text varchar,
    weapon varchar,
    factuality varchar not null check (factuality in ('asserted', 'hedged', 'denied', 'hypothetical')),
    place_text varchar,
    place_name varchar,
    place_id varchar,
    place_precision varchar,
    latitude double check (latitude between -90 and 90),
    longitude double check (longitude between -180 and 180),
    country varchar,
    event_date varchar,
    trigger_text varchar not null,
    char_start bigint not null check (char_start >= 0),
    char_end bigint not null check (char_end >= char_start)
);
comment on table events is
    'One row an event told in one text, in PLOVER words with ACLED and UCDP types derived. Append-only.';
comment on column events.event_id is 'Key: hash of version, engine and span.';
comment on column events.version_id is 'The text it was read from (article_versions).';
comment on column events.article_id is 'The article of that text (articles).';
comment on column events.run_id is 'The run that wrote the row (runs).';
comment on column events.engine_version is 'The engine (rules, lexicon and pipeline) that made the row.';
comment on column events.rule_id is 'The extraction rule that made the row.';
comment on column events.plover_type is 'Event type of the PLOVER manual, e.g. ASSAULT.';
comment on column events.plover_mode is 'Mode of the PLOVER manual, e.g. explosives.';
comment on column events.acled_event_type is 'ACLED event type, e.g. Battles.';
comment on column events.acled_sub_event_type is 'ACLED sub-event type, e.g. Armed clash.';
comment on column events.ucdp_violence_type is 'UCDP type of organised violence.';
comment on column events.hazard_class is 'EM-DAT class of a disaster, accident or epidemic.';
comment on column events.actor_text is 'Who acts, as printed.';
comment on column events.actor_name is 'Who acts, resolved to a name.';
comment on column events.recipient_text is 'Whom it was done to, as printed.';
comment on column events.weapon is 'Weapon, in the words of the lexicon.';
comment on column events.factuality is 'asserted, hedged, denied or hypothetical.';
comment on column events.place_text is 'The toponym as printed; NULL where the text names none.';
comment on column events.place_name is 'The name of that place in the gazetteer.';
comment on column events.place_id is 'That place (places); NULL where the name is unknown or stays ambiguous.';
comment on column events.place_precision is 'How near the coordinates are: exact, near, district, province, country.';
comment on column events.latitude is 'Degrees north, WGS 84.';
comment on column events.longitude is 'Degrees east, WGS 84.';
comment on column events.country is 'ISO 3166-1 alpha-3.';
comment on column events.event_date is
    'Date of the event as far as the text gives it: ISO day, month or year; NULL where unsaid.';
comment on column events.trigger_text is 'The span: the words that tell the event, e.g. car bombing.';
comment on column events.char_start is
    'First character of the span in article_versions.text: Unicode code points, counted from 0.';
comment on column events.char_end is
    'One past the last character of the span: text[char_start:char_end] is the span.';

create table places (
    place_id varchar primary key,
    name varchar not null,
    latitude double not null check (latitude between -90 and 90),
    longitude double not null check (longitude between -180 and 180),
    country varchar not null,
    admin1 varchar,
    feature_class varchar not null,
    population bigint not null check (population >= 0),
    source varchar not null
);
comment on table places is 'One row a place of the gazetteer that claims, events and incidents point to.';
comment on column places.place_id is 'Key: id in the gazetteer.';
comment on column places.name is 'Name in the gazetteer.';
comment on column places.latitude is 'Degrees north, WGS 84.';
comment on column places.longitude is 'Degrees east, WGS 84.';
comment on column places.country is 'ISO 3166-1 alpha-3.';
comment on column places.admin1 is 'First-level division, e.g. province.';
comment on column places.feature_class is 'GeoNames class: A country or region, P populated place, L area.';
comment on column places.population is 'Inhabitants; 0 where unknown.';
comment on column places.source is 'Where the row comes from.';

create table incidents (
    incident_id varchar primary key,
    title varchar not null,
    place_name varchar,
    place_id varchar,
    latitude double check (latitude between -90 and 90),
    longitude double check (longitude between -180 and 180),
    country varchar,
    event_date varchar,
    plover_type varchar,
    acled_sub_event_type varchar,
    evidence_grade varchar not null check (
        evidence_grade in ('confirmed', 'fair', 'weak', 'contested', 'discounted')
    ),
    opened_at timestamptz not null
);
comment on table incidents is
    'One row an event that claims of any article tell of. Its toll is the newest toll_revisions row per harm: see'
    ' incidents_now.';
comment on column incidents.incident_id is 'Key: the incident.';
comment on column incidents.title is 'A line to know it by.';
comment on column incidents.place_name is 'Name of the place.';
comment on column incidents.place_id is 'The place (places).';
comment on column incidents.latitude is 'Degrees north, WGS 84.';
comment on column incidents.longitude is 'Degrees east, WGS 84.';
comment on column incidents.country is 'ISO 3166-1 alpha-3.';
comment on column incidents.event_date is 'Date of the event as far as known: ISO day, month or year.';
comment on column incidents.plover_type is 'Event type of the PLOVER manual, e.g. ASSAULT.';
comment on column incidents.acled_sub_event_type is 'ACLED sub-event type, e.g. Armed clash.';
comment on column incidents.evidence_grade is
    'Airwars grade: confirmed, fair (two or more independent sources), weak (one), contested, discounted.';
comment on column incidents.opened_at is 'When its first claim was resolved (UTC).';

create table incident_claims (
    incident_id varchar not null,
    claim_id varchar not null,
    match_rule varchar not null,
    match_score double not null,
    run_id varchar not null,
    primary key (incident_id, claim_id)
);
comment on table incident_claims is 'One row a claim that counts for an incident, with the rule that matched them.';
comment on column incident_claims.incident_id is 'Key, with claim_id: the incident (incidents).';
comment on column incident_claims.claim_id is 'Key, with incident_id: the claim (claims).';
comment on column incident_claims.match_rule is 'The rule that put the claim there.';
comment on column incident_claims.match_score is 'How well they match, as that rule measures it.';
comment on column incident_claims.run_id is 'The run that wrote the row (runs).';

create table toll_revisions (
    revision_id varchar primary key,
    incident_id varchar not null,
    harm varchar not null check (harm in ('killed', 'injured', 'missing', 'abducted', 'detained', 'displaced')),
    revision_number bigint not null check (revision_number >= 0),
    old_low bigint check (old_low >= 0),
    old_best bigint check (old_best >= 0),
    old_high bigint check (old_high >= 0),
    new_low bigint check (new_low >= 0),
    new_best bigint check (new_best >= 0),
    new_high bigint check (new_high >= 0),
    direction varchar not null check (direction in ('new', 'up', 'down', 'range')),
    reason varchar not null check (
        reason in ('new_claim', 'corrected', 'retracted', 'rescoped', 'merged', 'split', 'rule_change')
    ),
    evidence_grade varchar not null check (
        evidence_grade in ('confirmed', 'fair', 'weak', 'contested', 'discounted')
    ),
    claimants varchar not null,
    claim_id varchar not null,
    version_id varchar not null,
    run_id varchar not null,
    engine_version varchar not null,
    revised_at timestamptz not null
);
comment on table toll_revisions is
    'One row a change of the toll of one incident for one harm. Append-only: a toll keeps its history.';
comment on column toll_revisions.revision_id is 'Key: hash of incident, harm and revision number.';
comment on column toll_revisions.incident_id is 'The incident (incidents).';
comment on column toll_revisions.harm is 'killed, injured, missing, abducted, detained or displaced.';
comment on column toll_revisions.revision_number is '1, 2, ... within incident and harm, without gaps.';
comment on column toll_revisions.old_low is 'Low before; NULL with the first revision or where unknown.';
comment on column toll_revisions.old_best is 'Best before.';
comment on column toll_revisions.old_high is 'High before; NULL also where it was open upwards.';
comment on column toll_revisions.new_low is
    'Smallest lower bound among the claims that count; NULL where none has one.';
comment on column toll_revisions.new_best is
    'Latest asserted claim of the highest-ranked claimant kind; NULL where only hedged claims count.';
comment on column toll_revisions.new_high is 'Largest upper bound; NULL: open upwards.';
comment on column toll_revisions.direction is 'new, up, down or range (only the bounds moved).';
comment on column toll_revisions.reason is 'new_claim, corrected, retracted, rescoped, merged, split or rule_change.';
comment on column toll_revisions.evidence_grade is
    'Airwars grade: confirmed, fair (two or more independent sources), weak (one), contested, discounted.';
comment on column toll_revisions.claimants is 'Names of the claimants that count, joined by "; ".';
comment on column toll_revisions.claim_id is 'The claim that brought the change (claims).';
comment on column toll_revisions.version_id is 'The text of that claim (article_versions).';
comment on column toll_revisions.run_id is 'The run that wrote the row (runs).';
comment on column toll_revisions.engine_version is 'The engine (rules, lexicon and pipeline) that made the row.';
comment on column toll_revisions.revised_at is 'When the toll was revised (UTC).';

create table alerts (
    alert_id varchar primary key,
    run_id varchar not null,
    kind varchar not null check (
        kind in ('new_incident', 'toll_up', 'toll_down', 'contested', 'confirmed', 'retracted',
            'cumulative_milestone', 'silent_feed')
    ),
    rule varchar not null,
    severity varchar not null check (severity in ('info', 'notice', 'urgent')),
    incident_id varchar,
    revision_id varchar,
    title varchar not null,
    body varchar not null,
    payload varchar not null,
    raised_at timestamptz not null
);
comment on table alerts is 'One row a change of the state of knowledge that was worth telling; raised once.';
comment on column alerts.alert_id is 'Key and fingerprint: hash of kind, subject and state.';
comment on column alerts.run_id is 'The run that wrote the row (runs).';
comment on column alerts.kind is
    'new_incident, toll_up, toll_down, contested, confirmed, retracted, cumulative_milestone or silent_feed.';
comment on column alerts.rule is 'The rule of alerts.toml that raised it.';
comment on column alerts.severity is 'info, notice or urgent.';
comment on column alerts.incident_id is 'The incident it is about (incidents); NULL where none.';
comment on column alerts.revision_id is 'The toll revision it is about (toll_revisions); NULL where none.';
comment on column alerts.title is 'The message in a line.';
comment on column alerts.body is 'The message.';
comment on column alerts.payload is 'The message as JSON, for webhooks.';
comment on column alerts.raised_at is 'When it was raised (UTC).';

create table deliveries (
    delivery_id varchar primary key,
    alert_id varchar not null,
    channel varchar not null,
    state varchar not null check (state in ('pending', 'delivered', 'dead')),
    attempts bigint not null check (attempts >= 0),
    next_attempt_at timestamptz not null,
    delivered_at timestamptz,
    error varchar
);
comment on table deliveries is 'One row an alert and channel: the outbox, from pending to delivered or dead.';
comment on column deliveries.delivery_id is 'Key: hash of alert and channel.';
comment on column deliveries.alert_id is 'The alert (alerts).';
comment on column deliveries.channel is 'Name of the channel in alerts.toml.';
comment on column deliveries.state is 'pending, delivered or dead.';
comment on column deliveries.attempts is 'How often it was tried.';
comment on column deliveries.next_attempt_at is 'When it is due to be tried (UTC).';
comment on column deliveries.delivered_at is 'When it was delivered (UTC); NULL while it is not.';
comment on column deliveries.error is 'What the last attempt ran into.';

create table quarantine (
    quarantine_id varchar primary key,
    run_id varchar not null,
    stage varchar not null check (stage in ('poll', 'fetch', 'normalise', 'extract', 'load')),
    subject varchar not null,
    reason varchar not null,
    message varchar not null,
    body blob,
    quarantined_at timestamptz not null
);
comment on table quarantine is
    'One row a thing that could not be processed, with its bytes and the reason; nothing is dropped in silence. '
    'Append-only.';
comment on column quarantine.quarantine_id is 'Key: hash of stage, subject, reason and content.';
comment on column quarantine.run_id is 'The run that wrote the row (runs).';
comment on column quarantine.stage is 'poll, fetch, normalise, extract or load.';
comment on column quarantine.subject is 'URL or id of the thing.';
comment on column quarantine.reason is 'Stable word for why.';
comment on column quarantine.message is 'Why, in a sentence.';
comment on column quarantine.body is 'Its bytes, compressed: one zstd frame (RFC 8878); NULL where there are none.';
comment on column quarantine.quarantined_at is 'When (UTC).';
