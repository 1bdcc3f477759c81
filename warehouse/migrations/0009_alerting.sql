-- Why: which changes were looked at is remembered, so that nothing is told twice and nothing is lost, whoever else ran in
-- between; a delivery knows its rule and the message that it is a part of; silences are a user's word and expire.
create temp table kept_alerts as select * from alerts;
drop table alerts;
create table alerts (
    alert_id varchar primary key,
    run_id varchar not null,
    kind varchar not null check (
        kind in ('new_incident', 'toll_up', 'toll_down', 'contested', 'confirmed', 'retracted',
            'cumulative_milestone', 'silent_feed', 'pipeline_failed')
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
insert into alerts select * from kept_alerts;
drop table kept_alerts;
comment on table alerts is 'One row a change of the state of knowledge that was worth telling; raised once.';
comment on column alerts.alert_id is 'Key and fingerprint: hash of kind, subject and state.';
comment on column alerts.run_id is 'The run that wrote the row (runs).';
comment on column alerts.kind is
    'new_incident, toll_up, toll_down, contested, confirmed, retracted, cumulative_milestone, silent_feed or pipeline_failed.';
comment on column alerts.rule is 'The rules of alerts.toml that wanted it, joined by ", "; operator: told whatever the rules want.';
comment on column alerts.severity is 'info, notice or urgent.';
comment on column alerts.incident_id is 'The incident it is about (incidents); NULL where none.';
comment on column alerts.revision_id is 'The toll revision it is about (toll_revisions); NULL where none.';
comment on column alerts.title is 'The message in a line.';
comment on column alerts.body is 'What the line rests on, as plain text.';
comment on column alerts.payload is 'The message as JSON, as a webhook gets it (sitrep alerts schema).';
comment on column alerts.raised_at is 'When it was raised (UTC).';

create temp table kept_deliveries as select * from deliveries;
drop table deliveries;
create table deliveries (
    delivery_id varchar primary key,
    alert_id varchar not null,
    channel varchar not null,
    state varchar not null check (state in ('pending', 'delivered', 'dead')),
    attempts bigint not null check (attempts >= 0),
    next_attempt_at timestamptz not null,
    delivered_at timestamptz,
    error varchar,
    rule varchar,
    numbers varchar,
    group_key varchar,
    batch_key varchar
);
insert into deliveries select *, null, null, null, alert_id from kept_deliveries;
drop table kept_deliveries;
comment on table deliveries is 'One row an alert and channel: the outbox, from pending to delivered or dead.';
comment on column deliveries.delivery_id is 'Key: hash of alert and channel.';
comment on column deliveries.alert_id is 'The alert (alerts).';
comment on column deliveries.channel is 'Name of the channel in alerts.toml.';
comment on column deliveries.state is 'pending, delivered or dead.';
comment on column deliveries.attempts is 'How often it was tried.';
comment on column deliveries.next_attempt_at is 'When it is due to be tried, or its group to be closed (UTC).';
comment on column deliveries.delivered_at is 'When it was delivered (UTC); NULL while it is not.';
comment on column deliveries.error is 'What the last attempt ran into.';
comment on column deliveries.rule is 'The rule of alerts.toml that sent it here; NULL for rows of older versions.';
comment on column deliveries.numbers is 'Language in which its numbers are written (BCP 47); NULL: English.';
comment on column deliveries.group_key is 'What it is gathered by (rule, channel and what group_by names); NULL where it goes alone.';
comment on column deliveries.batch_key is
    'The message that it is a part of, and its idempotency key: alert_id where it goes alone; NULL while its group is open.';

create table heard_changes (
    change_id varchar primary key,
    outcome varchar not null check (outcome in ('alerted', 'unwanted', 'inhibited', 'silenced', 'untold')),
    run_id varchar not null,
    heard_at timestamptz not null
);
comment on table heard_changes is 'One row a state change that was looked at once: it is never looked at again.';
comment on column heard_changes.change_id is
    'Key: the change (state_changes); "all before" is everything up to heard_at, from before this table was made.';
comment on column heard_changes.outcome is
    'alerted, unwanted (by every rule), inhibited (a part of a larger incident), silenced or untold (a backfill, an upgrade).';
comment on column heard_changes.run_id is 'The run that wrote the row (runs).';
comment on column heard_changes.heard_at is 'When it was looked at (UTC).';
insert into heard_changes
select 'all before', 'untold', arg_max(run_id, started_at), max(started_at)
from runs
where state = 'completed' and flow <> 'incidents'
having count(*) > 0;

create table silences (
    silence_id varchar primary key,
    predicate varchar not null,
    note varchar,
    run_id varchar not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
comment on table silences is 'One row a silence: changes that its predicate takes send no alert until it expires.';
comment on column silences.silence_id is 'Key: hash of predicate and time.';
comment on column silences.predicate is 'An SQL condition over state_changes.';
comment on column silences.note is 'Why, in the words of whoever made it; NULL where unsaid.';
comment on column silences.run_id is 'The run that wrote the row (runs).';
comment on column silences.created_at is 'When it was made (UTC).';
comment on column silences.expires_at is 'When it ends (UTC).';
