-- Why: a new file must remember what it has seen before the first migration runs. Run once, when a file is made.
create table schema_migrations (
    name varchar primary key,
    checksum varchar not null,
    applied_at timestamptz not null
);
comment on table schema_migrations is
    'One row a migration that this file has seen; an edited or unknown one is refused.';
comment on column schema_migrations.name is 'Key: file name of the migration, without its ending.';
comment on column schema_migrations.checksum is 'SHA-256 of its text, hexadecimal.';
comment on column schema_migrations.applied_at is 'When it was applied (UTC).';

create table schema_views (
    name varchar primary key,
    checksum varchar not null
);
comment on table schema_views is 'One row a view: which text of views/ it was made from.';
comment on column schema_views.name is 'Key: name of the view.';
comment on column schema_views.checksum is 'SHA-256 of that text, hexadecimal.';
