-- The questions of README.md and the first page of every mart, one statement each after its name; $i is an incident.
-- new_since_yesterday
select revised_at, title, harm, old_best, new_best, direction, reason, claimants
from toll_timeline where revised_at > (select max(started_at) - interval 1 day from runs);
-- timeline_of_one
select revised_at, harm, old_best, new_best, direction, reason, claimants, sentence
from toll_timeline where incident_id = $i;
-- who_claims_what
select claimant, harm, count_text, factuality, outlet, sentence from claims_by_claimant where incident_id = $i;
-- who_disagrees
select title, harm, low, best, high, who_says_what from contested_tolls limit 50;
-- daily_killed
select day, country, low, best, high from daily_casualties_by_country where harm = 'killed';
-- cumulative
select claimant, region, reported_at, count_low, change, fell from cumulative_series where harm = 'killed' and country = 'SYR';
-- sanctions
select speaker, role, cue, content_text, outlet from statements_latest where content_text ilike '%sanctions%';
-- positions
select actor, topic, stance, support_count, oppose_count from positions_matrix;
-- sick_feeds
select outlet, state, failures_in_a_row, last_error_class from feed_health where state = 'failing';
-- alert_delay
select kind, count(*) as alerts, median(minutes_to_alert) as minutes, max(minutes_to_alert) as slowest
from alert_delays group by kind;
