-- Why: a person knows better than a rule whether two reports tell of one event, and what a person said must outlast every
-- re-run. What the rule itself doubts is kept as a pair to be looked at, and merges nothing.
create table decisions (
    decision_id varchar primary key,
    kind varchar not null check (kind in ('merge', 'split', 'apart', 'undo')),
    incident_id varchar not null,
    other_incident_id varchar not null,
    undoes_id varchar,
    note varchar,
    run_id varchar not null,
    decided_at timestamptz not null
);
comment on table decisions is
    'One row a decision of a user on what is one event. Append-only: an undo is a row of its own. No re-run changes one.';
comment on column decisions.decision_id is 'Key: hash of kind, incidents and time.';
comment on column decisions.kind is
    'merge (other_incident_id is incident_id), split (some claims of incident_id are other_incident_id), apart (they are two) or undo.';
comment on column decisions.incident_id is 'The incident that is kept, or that lost claims (incidents).';
comment on column decisions.other_incident_id is 'The incident that was folded in, or split off, or that is another one (incidents).';
comment on column decisions.undoes_id is 'The decision that an undo takes back (decisions); NULL for the others.';
comment on column decisions.note is 'Why, in the words of whoever decided; NULL where unsaid.';
comment on column decisions.run_id is 'The run that wrote the row (runs).';
comment on column decisions.decided_at is 'When it was decided (UTC).';

create table decided_claims (
    decided_claim_id varchar primary key,
    decision_id varchar not null,
    claim_id varchar not null,
    from_incident_id varchar not null,
    to_incident_id varchar not null
);
comment on table decided_claims is 'One row a claim that a decision moved from one incident to another, or left where it is. Append-only.';
comment on column decided_claims.decided_claim_id is 'Key: hash of decision and claim.';
comment on column decided_claims.decision_id is 'The decision (decisions).';
comment on column decided_claims.claim_id is 'The claim (claims). What any engine reads at its place in the text goes the same way.';
comment on column decided_claims.from_incident_id is 'The incident that it counted for before (incidents).';
comment on column decided_claims.to_incident_id is 'The incident that it counts for since (incidents).';

create table incident_pairs (
    pair_id varchar primary key,
    incident_id varchar not null,
    other_incident_id varchar not null,
    match_rule varchar not null,
    match_score double not null,
    run_id varchar not null,
    found_at timestamptz not null
);
comment on table incident_pairs is
    'One row two incidents that may be one event, too doubtful to be merged by a rule; possibly_same has those still open.';
comment on column incident_pairs.pair_id is 'Key: hash of both incidents.';
comment on column incident_pairs.incident_id is 'One of the two (incidents): the smaller id.';
comment on column incident_pairs.other_incident_id is 'The other one (incidents).';
comment on column incident_pairs.match_rule is 'What spoke for their being one.';
comment on column incident_pairs.match_score is 'How much of certainty, 0 to 1, as that rule measures it.';
comment on column incident_pairs.run_id is 'The run that wrote the row (runs).';
comment on column incident_pairs.found_at is 'When the doubt arose (UTC).';
