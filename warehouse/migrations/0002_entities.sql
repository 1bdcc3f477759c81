-- Why: who and what an article is about could only be told from its statements, positions and events, by names that
-- differ from text to text. An entity has one id in every text that tells of it.
create table entities (
    entity_row_id varchar primary key,
    entity_id varchar not null,
    version_id varchar not null,
    article_id varchar not null,
    run_id varchar not null,
    engine_version varchar not null,
    rule_id varchar not null,
    entity_kind varchar not null check (entity_kind in ('person', 'organisation', 'place')),
    name varchar not null,
    aliases varchar not null,
    role varchar,
    affiliation varchar,
    country varchar,
    place_id varchar,
    candidates varchar,
    mention_count bigint not null check (mention_count > 0),
    mention_text varchar not null,
    char_start bigint not null check (char_start >= 0),
    char_end bigint not null check (char_end >= char_start)
);
comment on table entities is
    'One row a person, organisation or place of one text. Append-only. What all texts say of one: entities_known.';
comment on column entities.entity_row_id is 'Key: hash of version, engine and entity.';
comment on column entities.entity_id is
    'The entity, the same in every text: of a place its id in the gazetteer, else kind and name in plain letters.';
comment on column entities.version_id is 'The text it was read from (article_versions).';
comment on column entities.article_id is 'The article of that text (articles).';
comment on column entities.run_id is 'The run that wrote the row (runs).';
comment on column entities.engine_version is 'The engine (rules, lexicon and pipeline) that made the row.';
comment on column entities.rule_id is 'The extraction rule that made the row.';
comment on column entities.entity_kind is 'person, organisation or place.';
comment on column entities.name is 'Its name: the full one that the text gives, or the usual one of config/lexicon/aliases.toml.';
comment on column entities.aliases is 'What else the text calls it, joined by "; "; empty where nothing.';
comment on column entities.role is 'Role of a person, e.g. spokesman.';
comment on column entities.affiliation is 'Organisation of a person.';
comment on column entities.country is
    'ISO 3166-1 alpha-3: where a place is, whose an organisation is, for whom a person speaks.';
comment on column entities.place_id is 'The place (places); NULL for others, and where a name is unknown or stays ambiguous.';
comment on column entities.candidates is
    'Of an ambiguous place the ids in the gazetteer that it may mean, the likeliest first, joined by "; ".';
comment on column entities.mention_count is 'How often the text names it, pronouns left out.';
comment on column entities.mention_text is 'The span: its first mention.';
comment on column entities.char_start is
    'First character of the span in article_versions.text: Unicode code points, counted from 0.';
comment on column entities.char_end is
    'One past the last character of the span: text[char_start:char_end] is the span.';

alter table extractions add column entity_count bigint;
comment on column extractions.entity_count is 'Entities found; NULL where an engine read the text that knew none.';
