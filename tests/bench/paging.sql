-- A warehouse of $articles articles and $incidents incidents, written straight into its tables: every article makes one claim,
-- every incident has claims of several articles and two revisions, over the sixty days before $now.
insert into runs values ('bench', 'monitor', 'completed', $now, $now, 'bench', null, null);

insert into feeds by name
select
    'feed' || number as feed_id,
    'https://outlet' || number || '.example/feed' as url,
    'outlet' || number || '.example' as outlet,
    'en' as language,
    'media' as source_kind,
    'owner' || number as independence_group,
    true as enabled
from range(40) as feeds (number);

insert into places by name
select
    'town' || number as place_id,
    'Town ' || number as name,
    (number * 37) % 120 - 50 as latitude,
    (number * 101) % 340 - 170 as longitude,
    (['SYR', 'IRQ', 'NGA', 'UKR', 'SDN', 'COL', 'MMR', 'YEM', 'PHL', 'MEX'])[number % 10 + 1] as country,
    'A1' as admin1,
    if(number % 9 = 0, 'A', 'P') as feature_class,
    100000 as population,
    'bench' as source
from range(600) as places (number);

create temporary table told as
select
    number,
    number % $incidents as incident,
    'article' || lpad(number::varchar, 7, '0') as article_id,
    'version' || lpad(number::varchar, 7, '0') as version_id,
    'claim' || lpad(number::varchar, 7, '0') as claim_id,
    'incident' || lpad((number % $incidents)::varchar, 6, '0') as incident_id,
    (number % $incidents) % 40 + 2 + number // $incidents as killed,
    'feed' || number % 40 as feed_id,
    'outlet' || number % 40 || '.example' as outlet,
    $now::timestamptz - to_hours((number % $incidents) % 1440) as reported_at
from range($articles) as told (number);

insert into articles by name
select
    article_id, 'https://' || outlet || '/news/' || number as canonical_url, outlet, feed_id, reported_at as first_seen_at,
    version_id as current_version_id
from told;

insert into article_versions by name
select
    version_id, article_id, 'document' as document_id, 'bench' as run_id, 1 as version_number,
    'Blast in town ' || incident % 600 || ' kills ' || killed as title,
    'The ministry said that ' || killed || ' people were killed in the blast near the market on Monday. ' || repeat(
        'Officials said the road to the north stayed closed while teams searched the rubble of the houses around it. ', 8
    ) as text,
    article_id as text_sha256, reported_at as published_at, 'second' as published_precision, 'en' as language,
    version_id as near_duplicate_group, '' as quality_flags, reported_at as created_at
from told;

insert into extractions by name
select
    version_id as extraction_id, version_id, 'bench' as run_id, 'bench' as engine_version, 'extracted' as outcome,
    1 as claim_count, 0 as statement_count, 0 as position_count, 0 as event_count, reported_at as extracted_at
from told;

insert into claims by name
select
    claim_id, version_id, article_id, 'bench' as run_id, 'bench' as engine_version, 'rule' as rule_id, 0.9 as confidence,
    'killed' as harm, killed::varchar as count_text, 23 as char_start, 23 + length(killed::varchar) as char_end,
    killed as count_low, killed as count_high, 'exact' as qualifier, 'people' as victims_text,
    if(incident % 3 = 0, 'civilian', 'unknown') as victim_class, 'incident' as scope,
    (['the interior ministry', 'a monitor', 'police'])[number % 3 + 1] as claimant_name,
    (['government', 'monitor', 'police'])[number % 3 + 1] as claimant_kind, 'asserted' as factuality,
    'Town ' || incident % 600 as place_name, 'town' || incident % 600 as place_id,
    reported_at::date::varchar as event_date, 1 as incident_number, 0 as sentence_start, 90 as sentence_end
from told;

insert into incidents by name
select
    incident_id, 'blast, Town ' || incident % 600 || ', ' || strftime(reported_at, '%-d %b %Y') as title,
    'Town ' || incident % 600 as place_name, 'town' || incident % 600 as place_id, places.latitude, places.longitude,
    places.country, reported_at::date::varchar as event_date, 'ASSAULT' as plover_type,
    'Remote explosive/landmine/IED' as acled_sub_event_type,
    (['weak', 'fair', 'contested', 'confirmed'])[incident % 4 + 1] as evidence_grade, reported_at as opened_at
from told
join places on places.place_id = 'town' || incident % 600
where number < $incidents;

insert into incident_claims by name
select incident_id, claim_id, 'bench' as match_rule, 1.0 as match_score, 'bench' as run_id from told;

insert into toll_revisions by name
select
    incident_id || step as revision_id, incident_id, 'killed' as harm, step as revision_number,
    if(step = 1, null, killed) as old_low, if(step = 1, null, killed) as old_best, if(step = 1, null, killed) as old_high,
    killed as new_low, killed + step - 1 as new_best, if(incident % 5 = 0, null, killed + step - 1) as new_high,
    if(step = 1, 'new', 'up') as direction, 'new_claim' as reason, 'fair' as evidence_grade,
    'the interior ministry; a monitor' as claimants, claim_id, version_id, 'bench' as run_id, 'bench' as engine_version,
    reported_at + to_minutes(30 * (step - 1)) as revised_at
from told
cross join range(1, 3) as steps (step)
where number < $incidents;

insert into tolls by name
select
    incident_id, harm, new_low as low, new_best as best, new_high as high, evidence_grade, claimants, '' as denied_by,
    2 as source_count, claim_id as best_claim_id
from toll_revisions
where revision_number = 2;
