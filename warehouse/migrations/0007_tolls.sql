-- Why: the toll rule costs seconds for all incidents at once, and marts should answer at once. Settling an incident computes
-- its tolls anyway (tolls_with_sides, the one rule); now it keeps them, in the transaction that writes the revisions.

create table tolls (
    incident_id varchar not null,
    harm varchar not null check (harm in ('killed', 'injured', 'missing', 'abducted', 'detained', 'displaced')),
    low bigint,
    best bigint,
    high bigint,
    evidence_grade varchar not null check (
        evidence_grade in ('confirmed', 'fair', 'weak', 'contested', 'discounted')
    ),
    claimants varchar not null,
    denied_by varchar not null,
    source_count bigint not null check (source_count >= 0),
    best_claim_id varchar,
    civilian_low bigint,
    civilian_best bigint,
    civilian_high bigint,
    combatant_low bigint,
    combatant_best bigint,
    combatant_high bigint,
    primary key (incident_id, harm)
);
comment on table tolls is
    'One row an incident and harm: the toll as the toll rule (tolls_with_sides) gave it when the incident was last settled.'
    ' What killed_tolls and its sisters show; sitrep maintain computes all anew and says what differed.';
comment on column tolls.incident_id is 'Key: the incident (incidents).';
comment on column tolls.harm is 'Key: killed, injured, missing, abducted, detained or displaced.';
comment on column tolls.low is 'Smallest lower bound among the statements that count.';
comment on column tolls.best is 'Latest asserted number of the highest-ranked claimant kind.';
comment on column tolls.high is 'Largest upper bound; NULL: open upwards, or nothing counts.';
comment on column tolls.evidence_grade is 'Airwars grade: confirmed, fair, weak, contested, discounted.';
comment on column tolls.claimants is 'Who stands behind the toll, the one of best first, joined by "; ".';
comment on column tolls.denied_by is 'Who denies a number, joined by "; ".';
comment on column tolls.source_count is 'Sources that count; copies of one wire story are one.';
comment on column tolls.best_claim_id is 'The claim that best is taken from (claims); NULL where there is no best.';
comment on column tolls.civilian_low is 'Of them civilians, low; NULL where no claim tells them apart.';
comment on column tolls.civilian_best is 'Of them civilians, best.';
comment on column tolls.civilian_high is 'Of them civilians, high; NULL also where it is open upwards.';
comment on column tolls.combatant_low is 'Of them combatants, low; NULL where no claim tells them apart.';
comment on column tolls.combatant_best is 'Of them combatants, best.';
comment on column tolls.combatant_high is 'Of them combatants, high; NULL also where it is open upwards.';
