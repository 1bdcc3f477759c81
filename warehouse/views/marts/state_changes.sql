-- One row a change of the state of knowledge and a harm that it touches: what alerts are made of, and what the `where` of
-- a rule in alerts.toml is a condition over. A change that may be told under two kinds (it rose, and is contested now) has
-- a row for each, ranked. Newest first.
--   change_id: Key: the change, as long as the same is known of the same incident and harm it is the same.
--   alert_id: Fingerprint of the alert; the rows of a new incident share it.
--   subject_id: What it is told of: the revision, the incident, the claim or the run; rows of one subject are told once.
--   rank: Which of the kinds of one subject comes first.
--   kind: new_incident, toll_up, toll_down, contested, confirmed, retracted, cumulative_milestone, silent_feed or pipeline_failed.
--   is_news: Whether it may be told; false for what a backfill, an import or a newer engine brought.
--   changed_at: When it became known (UTC).
--   incident_id: The incident (incidents); NULL where none.
--   incident_title: A line to know it by.
--   place_name: Place of the incident.
--   country: ISO 3166-1 alpha-3.
--   event_date: Date as far as known: ISO day, month or year.
--   latitude: Degrees north, WGS 84.
--   longitude: Degrees east, WGS 84.
--   plover_type: Type of the event (PLOVER).
--   acled_sub_event_type: Type of the event (ACLED).
--   incident_grade: Airwars grade of the incident now.
--   harm: killed, injured, missing, abducted, detained or displaced.
--   old_low: Low before; NULL where nothing was known.
--   old_best: Best before; for a total the largest before.
--   old_high: High before; NULL also where it was open upwards.
--   new_low: Low since.
--   new_best: Best since; for a total the total.
--   new_high: High since; NULL: open upwards.
--   people: The larger of the numbers before and after.
--   change: People more (or, below 0, fewer) than before; NULL where one of both is unknown.
--   change_percent: The same in percent of the number before; NULL where that is unknown or 0.
--   direction: new, up, down or range (only the bounds moved); NULL for totals and operators' changes.
--   reason: new_claim, corrected or retracted; NULL for totals and operators' changes.
--   old_grade: Airwars grade of this toll before.
--   new_grade: Airwars grade of this toll since.
--   claimants: Names of the claimants that count since, joined by "; ", the one who sets best first.
--   claimant: Who says it in the claim behind the change, else the outlet.
--   claimant_kind: government, monitor, un, ...; NULL where the outlet speaks itself.
--   victim_class: Who the victims are in that claim: civilian, child, military, ...
--   confidence: How sure the extractor is of that claim, 0 to 1.
--   count_text: The number as printed.
--   sentence: The sentence of that claim.
--   mark_start: Where the number begins in the sentence, in characters from 0.
--   mark_end: Where it ends.
--   article_title: Headline of its article.
--   article_url: Address of its article.
--   outlet: Who published it; of a silent feed, who publishes that.
--   published_at: When it was published (UTC); NULL where unknown.
--   region: Of a running total: what it is counted for.
--   period_start: Of a running total: since when is counted.
--   milestone: Of a running total: the largest usual step that it passed, in people; NULL where none.
--   larger_incident_id: A larger incident that this one is a part of; NULL where none is known.
--   feed_id: The feed that is silent (feeds); NULL for others.
--   feed_url: Its address.
--   summary: For operators: what happened.
--   advice: For operators: what to do.
--   claim_id: The claim behind the change (claims).
--   revision_id: The toll revision (toll_revisions).
--   run_id: The run that found it (runs); NULL where it is told by time passing.
with found as (
    select
        left(
            sha256(concat_ws(
                chr(31), kind, incident_id, harm, state || if(time_told > 1 and kind <> 'new_incident', '#' || time_told, '')
            )), 20
        ) as change_id,
        left(
            sha256(concat_ws(
                chr(31), kind, incident_id, if(kind = 'new_incident', '', harm),
                state || if(time_told > 1 and kind <> 'new_incident', '#' || time_told, '')
            )), 20
        ) as alert_id,
        if(kind = 'new_incident', incident_id, revision_id) as subject_id,
        rank, kind, true as one_engine, revised_at as changed_at, incident_id, harm, old_low, old_best, old_high, new_low,
        new_best, new_high, direction, reason, old_grade, evidence_grade as new_grade, claimants, claim_id, revision_id, run_id,
        null::varchar as region, null::varchar as period_start, null::bigint as milestone, null::varchar as feed_id,
        null::varchar as outlet, null::varchar as feed_url, null::varchar as summary, null::varchar as advice,
        null::varchar as total_country, null::varchar as total_claimant
    from news_of_tolls
    union all
    select
        left(sha256(concat_ws(chr(31), kind, incident_id, harm, state)), 20),
        left(sha256(concat_ws(chr(31), kind, incident_id, harm, state)), 20),
        concat(incident_id, ' ', state),
        1, kind, one_engine, revised_at, incident_id, harm, old_low, old_best, old_high, new_low,
        new_best, new_high, direction, reason, old_grade, evidence_grade, claimants, claim_id, revision_id, run_id,
        null, null, null, null, null, null, null, null, null, null
    from news_of_grades
    union all
    select
        left(
            sha256(concat_ws(chr(31), 'cumulative_milestone', series_claimant, series_region, harm, 'growth', total::varchar)), 20
        ),
        left(
            sha256(concat_ws(
                chr(31), 'cumulative_milestone', series_claimant, series_region, harm, coalesce(milestone, total)::varchar
            )), 20
        ),
        claim_id,
        1, 'cumulative_milestone', one_engine, read_at, null, harm, null, before, null, total,
        total, null, null, null, null, null, claimant, claim_id, null, run_id,
        region, period_start, milestone, null, null, null, null, null, country, claimant
    from news_of_totals
    union all
    select
        left(sha256(concat_ws(chr(31), kind, subject, state)), 20),
        left(sha256(concat_ws(chr(31), kind, subject, state)), 20),
        concat(subject, ' ', state),
        1, kind, true, happened_at, null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null, run_id,
        null, null, null, feed_id, outlet, url, summary, advice, null, null
    from news_of_operations
),

state_changes as (
    select
        found.change_id,
        found.alert_id,
        found.subject_id,
        found.rank,
        found.kind,
        found.one_engine
        and coalesce(finders.flow, 'monitor') = 'monitor'
        and coalesce(readers.flow, 'monitor') = 'monitor' as is_news,
        found.changed_at,
        found.incident_id,
        incidents.title as incident_title,
        incidents.place_name,
        coalesce(incidents.country, found.total_country) as country,
        incidents.event_date,
        incidents.latitude,
        incidents.longitude,
        incidents.plover_type,
        incidents.acled_sub_event_type,
        incidents.evidence_grade as incident_grade,
        found.harm,
        found.old_low,
        found.old_best,
        found.old_high,
        found.new_low,
        found.new_best,
        found.new_high,
        coalesce(
            greatest(found.old_best, found.new_best), greatest(found.old_low, found.new_low, found.old_high, found.new_high)
        ) as people,
        coalesce(found.new_best, found.new_low) - coalesce(found.old_best, found.old_low) as change,
        100.0 * (coalesce(found.new_best, found.new_low) - coalesce(found.old_best, found.old_low))
        / nullif(coalesce(found.old_best, found.old_low), 0) as change_percent,
        found.direction,
        found.reason,
        found.old_grade,
        found.new_grade,
        found.claimants,
        coalesce(found.total_claimant, claims.claimant_name, claims.claimant_text, articles.outlet) as claimant,
        claims.claimant_kind,
        claims.victim_class,
        claims.confidence,
        claims.count_text,
        substring(
            article_versions.text, claims.sentence_start + 1, claims.sentence_end - claims.sentence_start
        ) as sentence,
        claims.char_start - claims.sentence_start as mark_start,
        claims.char_end - claims.sentence_start as mark_end,
        article_versions.title as article_title,
        articles.canonical_url as article_url,
        coalesce(articles.outlet, found.outlet) as outlet,
        article_versions.published_at,
        found.region,
        found.period_start,
        found.milestone,
        larger_incidents.larger_incident_id,
        found.feed_id,
        found.feed_url,
        found.summary,
        found.advice,
        found.claim_id,
        found.revision_id,
        found.run_id
    from found
    left join incidents on incidents.incident_id = found.incident_id
    left join larger_incidents on larger_incidents.incident_id = found.incident_id and larger_incidents.harm = found.harm
    left join claims on claims.claim_id = found.claim_id
    left join article_versions on article_versions.version_id = claims.version_id
    left join articles on articles.article_id = claims.article_id
    left join runs as finders on finders.run_id = found.run_id
    left join runs as readers on readers.run_id = article_versions.run_id
)

select * from state_changes order by changed_at desc, change_id
