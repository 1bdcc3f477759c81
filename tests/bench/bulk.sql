-- One statement a table; variables: articles, now_at, page_bytes. Three claims an article; four articles an incident.
-- What users ask about lies in the last two years.
create or replace temp macro hashed(kind, n) as left(sha256(kind || n::varchar), 20);
create or replace temp macro moment(n) as getvariable('now_at') - to_seconds((63072000 * (1 - n / getvariable('articles')))::bigint);
create or replace temp macro chance(kind, n) as (hash(kind, n) % 1000000) / 1000000.0;
create or replace temp macro pick(words, kind, n) as words[1 + (hash(kind, n) % len(words))::int];
set variable vocabulary = (select list(word) from words);
set variable countries = ['SYR', 'IRQ', 'AFG', 'UKR', 'SDN', 'YEM', 'NGA', 'MMR', 'COD', 'SOM', 'MLI', 'ETH', 'PAK', 'HTI', 'COL', 'TUR'];

insert into runs
select hashed('run', range), 'monitor', 'completed', moment(range * getvariable('articles') / 500.0),
    moment(range * getvariable('articles') / 500.0) + interval 20 seconds, 'bench', '{}', null
from range(500);

insert into feeds by name
select hashed('feed', range) as feed_id, 'https://outlet' || range || '.example/feed' as url, 'Outlet ' || range as outlet,
    pick(getvariable('countries'), 'feed', range) as country, 'en' as language, 'media' as source_kind,
    'owner ' || (range // 2) as independence_group, true as enabled
from range(300);

insert into fetches by name
select hashed('fetch', range) as fetch_id, hashed('run', range % 500) as run_id, hashed('feed', range % 300) as feed_id,
    'feed' as kind, 'https://outlet' || range % 300 || '.example/feed' as url,
    moment(range) as started_at,
    if(chance('sick', range % 300) < 0.05, null, 200 + range % 700) as latency_ms,
    if(chance('sick', range % 300) < 0.05, 503, 200) as status,
    if(chance('sick', range % 300) < 0.05, 'error', 'new') as outcome,
    if(chance('sick', range % 300) < 0.05, 'http_503', null) as error_class
from range((getvariable('articles') * 3) // 4);

insert into documents by name
select hashed('document', range) as document_id, hashed('run', range * 500 // getvariable('articles')) as run_id,
    hashed('feed', range % 300) as feed_id, 'page' as kind, 'https://outlet' || range % 300 || '.example/' || range as url,
    'https://outlet' || range % 300 || '.example/' || range as final_url, 'text/html' as content_type,
    moment(range) as fetched_at, sha256(range::varchar) as body_sha256, 3 * getvariable('page_bytes') as body_bytes,
    unhex(list_reduce(
        list_transform(range(getvariable('page_bytes') // 32), lambda i: sha256(range::varchar || '/' || i)),
        lambda held, next: held || next
    )) as body
from range(getvariable('articles'));

create or replace temp table texts as
select range as n,
    list_reduce(
        list_transform(
            range(16),
            lambda i: pick(['Police', 'Rescuers', 'The ministry', 'A hospital', 'The U.N.', 'Residents'], 'who', range * 16 + i)
                || ' said on Monday that ' || (hash('count', range // 4 * 16 + i) % 40 + if(chance('other', range) < 0.1, 3, 0))::varchar || ' people were killed in a '
                || pick(['car bombing', 'shooting', 'air strike', 'flood', 'bus crash', 'shelling'], 'what', range // 4)
                || ' near ' || list_aggregate(
                    list_transform(
                        range(12),
                        -- the third power: few words are frequent, most are rare
                        lambda k: getvariable('vocabulary')[
                            1 + floor(pow(chance('word', (range * 16 + i) * 12 + k), 3) * len(getvariable('vocabulary')))::int
                        ]
                    ),
                    'string_agg', ' '
                ) || '. '
        ),
        lambda held, next: held || next
    ) as text
from range(getvariable('articles'));

insert into articles by name
select hashed('article', n) as article_id, 'https://outlet' || n % 300 || '.example/' || n as canonical_url,
    'Outlet ' || n % 300 as outlet, hashed('feed', n % 300) as feed_id, null as entry_id, moment(n) as first_seen_at,
    hashed('version', n) as current_version_id
from texts;

insert into article_versions by name
select hashed('version', n) as version_id, hashed('article', n) as article_id, hashed('document', n) as document_id,
    hashed('run', n * 500 // getvariable('articles')) as run_id, 1 as version_number, left(text, 60) as title, null as byline,
    text, sha256(text) as text_sha256, moment(n) as published_at, 'second' as published_precision, 'en' as language,
    hashed('group', n) as near_duplicate_group, '' as quality_flags, moment(n) + interval 9 minutes as created_at
from texts;

insert into readings by name
select hashed('document', n) as document_id, hashed('run', n * 500 // getvariable('articles')) as run_id,
    'new_version' as outcome, hashed('version', n) as version_id, moment(n) as read_at
from texts;

insert into extractions by name
select hashed('extraction', n) as extraction_id, hashed('version', n) as version_id,
    hashed('run', n * 500 // getvariable('articles')) as run_id, 'bench' as engine_version, 'extracted' as outcome,
    3 as claim_count, 1 as statement_count, if(n % 5 = 0, 1, 0) as position_count, 1 as event_count, 0 as entity_count,
    moment(n) + interval 10 minutes as extracted_at
from texts;

insert into events by name
select hashed('event', n) as event_id, hashed('version', n) as version_id, hashed('article', n) as article_id,
    hashed('run', n * 500 // getvariable('articles')) as run_id, 'bench' as engine_version, 'rule' as rule_id,
    'ASSAULT' as plover_type, 'Explosions/Remote violence' as acled_event_type,
    'Remote explosive/landmine/IED' as acled_sub_event_type,
    pick(['state_based', 'non_state', 'one_sided'], 'ucdp', n // 4) as ucdp_violence_type,
    pick(['army', 'rebels', null], 'actor', n // 4) as actor_text, pick(['army', 'rebels', null], 'actor', n // 4) as actor_name,
    'asserted' as factuality, 'Town ' || (n // 4) % 4000 as place_name, pick(getvariable('countries'), 'land', n // 4) as country,
    strftime(moment(n), '%Y-%m-%d') as event_date, 'killed' as trigger_text,
    strpos(text, 'killed') - 1 as char_start, strpos(text, 'killed') + 5 as char_end
from texts;

insert into claims by name
select hashed('claim', 3 * n + k) as claim_id, hashed('version', n) as version_id, hashed('article', n) as article_id,
    hashed('run', n * 500 // getvariable('articles')) as run_id, 'bench' as engine_version, 'toll.subject' as rule_id,
    round(0.6 + 0.4 * chance('sure', 3 * n + k), 3) as confidence, if(k = 1, 'injured', 'killed') as harm,
    regexp_extract(text, '[0-9]+') as count_text,
    strpos(text, regexp_extract(text, '[0-9]+')) - 1 as char_start,
    strpos(text, regexp_extract(text, '[0-9]+')) - 1 + length(regexp_extract(text, '[0-9]+')) as char_end,
    regexp_extract(text, '[0-9]+')::bigint as count_low, regexp_extract(text, '[0-9]+')::bigint as count_high,
    'exact' as qualifier, 'people' as victims_text, pick(['unknown', 'civilian', 'military', 'child'], 'victim', 3 * n + k)
        as victim_class,
    if(k = 2, 'cumulative', 'incident') as scope, if(k = 2, '2024-01', null) as period_start,
    pick(['police', 'the ministry', 'a hospital', null], 'claimant', 3 * n + k) as claimant_text,
    pick(['police', 'the ministry', 'a hospital', null], 'claimant', 3 * n + k) as claimant_name,
    pick(['police', 'government', 'medical', null], 'claimant', 3 * n + k) as claimant_kind,
    if(chance('hedged', 3 * n + k) < 0.1, 'hedged', 'asserted') as factuality,
    'Town ' || (n // 4) % 4000 as place_text, 'Town ' || (n // 4) % 4000 as place_name, 'exact' as place_precision,
    chance('north', (n // 4) % 4000) * 100 - 50 as latitude, chance('east', (n // 4) % 4000) * 300 - 150 as longitude,
    pick(getvariable('countries'), 'land', n // 4) as country, strftime(moment(n), '%Y-%m-%d') as event_date,
    1 as incident_number, hashed('event', n) as event_id, 0 as sentence_start, strpos(text, '. ') as sentence_end
from texts, range(3) as numbers(k);

insert into statements by name
select hashed('statement', n) as statement_id, hashed('version', n) as version_id, hashed('article', n) as article_id,
    hashed('run', n * 500 // getvariable('articles')) as run_id, 'bench' as engine_version, 'speech' as rule_id,
    'Minister ' || n % 900 as speaker_text, 'Minister ' || n % 900 as speaker_name, 'minister' as role,
    pick(getvariable('countries'), 'feed', n) as country, 'said' as cue, 'indirect' as form,
    text[1:strpos(text, '. ')] as content_text, 0 as char_start, strpos(text, '. ') as char_end
from texts;

insert into positions by name
select hashed('position', n) as position_id, hashed('version', n) as version_id, hashed('article', n) as article_id,
    hashed('run', n * 500 // getvariable('articles')) as run_id, 'bench' as engine_version, 'stance' as rule_id,
    'Country ' || n % 190 as actor_text, 'Country ' || n % 190 as actor_name, pick(getvariable('countries'), 'feed', n) as
        actor_country,
    pick(['support', 'oppose'], 'stance', n) as stance, text[1:6] as target_text, 0 as target_start, 6 as target_end,
    pick(['sanctions on Syria', 'a ceasefire', 'the nuclear deal', 'an arms embargo'], 'topic', n) as topic,
    'said' as cue_text, strpos(text, 'said') - 1 as char_start, strpos(text, 'said') + 3 as char_end
from texts
where n % 5 = 0;

insert into incidents by name
select hashed('incident', i) as incident_id,
    pick(['car bombing', 'shooting', 'air strike', 'flood', 'bus crash', 'shelling'], 'what', i) || ', Town ' || i % 4000 as title,
    'Town ' || i % 4000 as place_name, chance('north', i % 4000) * 100 - 50 as latitude,
    chance('east', i % 4000) * 300 - 150 as longitude, pick(getvariable('countries'), 'land', i) as country,
    strftime(moment(4 * i), '%Y-%m-%d') as event_date, 'ASSAULT' as plover_type,
    'Remote explosive/landmine/IED' as acled_sub_event_type, 'weak' as evidence_grade,
    moment(4 * i) + interval 11 minutes as opened_at
from range(getvariable('articles') // 4) as numbers(i);

insert into incident_claims by name
select hashed('incident', n // 4) as incident_id, hashed('claim', 3 * n + k) as claim_id, 'place_day' as match_rule,
    0.9 as match_score, hashed('run', n * 500 // getvariable('articles')) as run_id
from texts, range(2) as numbers(k)
where n // 4 < getvariable('articles') // 4;

insert into toll_revisions by name
select hashed(tolls.incident_id || tolls.harm, 1) as revision_id, tolls.incident_id, tolls.harm, 1 as revision_number, low as new_low,
    best as new_best, high as new_high, 'new' as direction, 'new_claim' as reason, evidence_grade, claimants,
    claims.claim_id, claims.version_id, claims.run_id, 'bench' as engine_version, article_versions.created_at as revised_at
from tolls_of((select list(incidents.incident_id) from incidents)) as tolls
join claims on claims.claim_id = tolls.best_claim_id
join article_versions using (version_id);

insert into tolls by name
select incident_id, harm, new_low as low, new_best as best, new_high as high, evidence_grade, claimants, '' as denied_by,
    2 as source_count, claim_id as best_claim_id
from toll_revisions;

update incidents
set evidence_grade = graded.grade
from (select incident_id, max(evidence_grade) as grade from toll_revisions group by incident_id) as graded
where graded.incident_id = incidents.incident_id;

insert into alerts by name
select hashed('alert', row_number() over (order by revision_id)) as alert_id, run_id, 'new_incident' as kind, 'everything' as rule,
    'notice' as severity, incident_id, revision_id, 'title' as title, 'body' as body, '{}' as payload,
    revised_at + interval 1 minute as raised_at
from toll_revisions
where harm = 'killed';

insert into deliveries by name
select hashed('delivery', row_number() over (order by alert_id)) as delivery_id, alert_id, 'console' as channel, 'delivered' as state,
    1 as attempts, raised_at as next_attempt_at, raised_at + interval 5 seconds as delivered_at
from alerts;
