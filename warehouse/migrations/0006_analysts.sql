-- Why: analysts correct the machine's claims and add claims of their own. These rows are kept apart from the machine's, by
-- source, and no run, re-run or new engine writes or removes one.

create table analyst_claims (
    analyst_claim_id varchar primary key,
    source varchar not null check (lower(source) <> 'machine'),
    subject varchar not null,
    verdict varchar not null check (verdict in ('added', 'corrected', 'confirmed', 'rejected')),
    claim_id varchar,
    version_id varchar,
    char_start bigint check (char_start >= 0),
    char_end bigint,
    machine_harm varchar,
    harm varchar not null check (harm in ('killed', 'injured', 'missing', 'abducted', 'detained', 'displaced')),
    count_low bigint check (count_low >= 0),
    count_high bigint check (count_high >= 0),
    victim_class varchar not null,
    scope varchar not null check (scope in ('incident', 'subset', 'cumulative')),
    factuality varchar not null check (factuality in ('asserted', 'hedged', 'denied', 'hypothetical')),
    claimant_name varchar,
    claimant_kind varchar,
    place_name varchar,
    country varchar,
    latitude double check (latitude between -90 and 90),
    longitude double check (longitude between -180 and 180),
    event_date varchar,
    incident_id varchar,
    url varchar,
    note varchar,
    run_id varchar not null,
    imported_at timestamptz not null
);
comment on table analyst_claims is
    'One row what one source of people says of one claim: a correction, or a claim of its own (sitrep import). Append-only;'
    ' of a source and subject the newest row counts. The mart claims_reviewed lays them over the machine''s.';
comment on column analyst_claims.analyst_claim_id is 'Key: hash of source, subject and every value.';
comment on column analyst_claims.source is 'Who says it: an analyst, a team, a data set; never machine.';
comment on column analyst_claims.subject is 'What it is about: a place in a text, or a row of the source''s own.';
comment on column analyst_claims.verdict is
    'added (a claim of its own), corrected, confirmed, or rejected (the text makes no such claim).';
comment on column analyst_claims.claim_id is 'The machine''s claim that it is about (claims); NULL where added.';
comment on column analyst_claims.version_id is
    'The text of that claim (article_versions): with the offsets it finds the same claim of a later engine.';
comment on column analyst_claims.char_start is 'Where that claim''s count starts in the text.';
comment on column analyst_claims.char_end is 'Where it ends.';
comment on column analyst_claims.machine_harm is 'The harm of that claim as the machine has it.';
comment on column analyst_claims.harm is 'killed, injured, missing, abducted, detained or displaced.';
comment on column analyst_claims.count_low is 'Lower bound; NULL where there is none.';
comment on column analyst_claims.count_high is 'Upper bound; NULL where there is none.';
comment on column analyst_claims.victim_class is 'civilian, military, ... or unknown.';
comment on column analyst_claims.scope is 'incident, subset or cumulative.';
comment on column analyst_claims.factuality is 'asserted, hedged, denied or hypothetical.';
comment on column analyst_claims.claimant_name is 'Who answers for the number.';
comment on column analyst_claims.claimant_kind is 'government, monitor, police, ...';
comment on column analyst_claims.place_name is 'Name of the place.';
comment on column analyst_claims.country is 'ISO 3166-1 alpha-3.';
comment on column analyst_claims.latitude is 'Degrees north, WGS 84.';
comment on column analyst_claims.longitude is 'Degrees east, WGS 84.';
comment on column analyst_claims.event_date is 'ISO day, month or year.';
comment on column analyst_claims.incident_id is 'The incident that it tells of (incidents); NULL where none is named.';
comment on column analyst_claims.url is 'Where it can be read.';
comment on column analyst_claims.note is 'Why, in the analyst''s words.';
comment on column analyst_claims.run_id is 'The run that imported it (runs).';
comment on column analyst_claims.imported_at is 'When it was imported (UTC).';
