-- Why: resolving must find what is new without looking at every claim that was ever made. A run's readings and extractions
-- are only ever added to, so that their numbers tell whether resolving has seen them; what an outlet took back is no row of
-- a run, so it is noted by article.
create table resolved_runs (
    run_id varchar primary key,
    extraction_count bigint not null check (extraction_count >= 0),
    reading_count bigint not null check (reading_count >= 0),
    resolved_at timestamptz not null
);
comment on table resolved_runs is
    'One row a run: how much of what it read the last resolving had before it. A run that has read more since is pending.';
comment on column resolved_runs.run_id is 'Key: the run that read (runs).';
comment on column resolved_runs.extraction_count is 'Rows of extractions of the run that are resolved.';
comment on column resolved_runs.reading_count is 'Rows of readings of the run that are resolved.';
comment on column resolved_runs.resolved_at is 'When they were resolved (UTC).';

create table resolved_withdrawals (
    article_id varchar primary key,
    withdrawn boolean not null,
    run_id varchar not null,
    resolved_at timestamptz not null
);
comment on table resolved_withdrawals is
    'One row an article that its outlet ever took back: what the last resolving knew of it. One that differs from withdrawn_articles is pending.';
comment on column resolved_withdrawals.article_id is 'Key: the article (articles).';
comment on column resolved_withdrawals.withdrawn is 'Whether it was withdrawn when it was resolved; false where it came back.';
comment on column resolved_withdrawals.run_id is 'The run that wrote the row (runs).';
comment on column resolved_withdrawals.resolved_at is 'When it was resolved (UTC).';
