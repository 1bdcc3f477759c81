"""Findings of one article version as rows of the warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.nlp.findings import Claim, Entity, Event, Findings, PlaceMention, Position, Statement
from warehouse import records
from warehouse.records import ArticleVersion, stable_id


@dataclass(frozen=True, slots=True)
class Extracted:
    """What the pending versions yielded, not yet in the warehouse; the counts are of versions."""

    rows: tuple[records.Record, ...]
    read: int
    skipped: int
    failed: int


SPAN_COLUMNS = {
    records.Claim: "count_text",
    records.Statement: "content_text",
    records.Position: "cue_text",
    records.Event: "trigger_text",
    records.Entity: "mention_text",
}


def misplaced(version: ArticleVersion, found: Sequence[records.Record]) -> list[str]:
    """Rows whose span is not the text's, by kind and offsets: none of them may reach the warehouse."""
    return [
        f"{type(row).__name__} {row.char_start}:{row.char_end}"
        for row in found
        if isinstance(row, records.Claim | records.Statement | records.Position | records.Event | records.Entity)
        and version.text[row.char_start : row.char_end] != getattr(row, SPAN_COLUMNS[type(row)])
    ]


def rows(version: ArticleVersion, findings: Findings, run_id: str) -> Iterator[records.Record]:
    """Claims, statements, positions, events and entities of `findings`; equal findings give equal ids."""
    context = _Context(version, run_id, findings.engine_version)
    event_ids = [context.identity("event", e.start, e.end, e.plover_type, n) for n, e in enumerate(findings.events)]
    for event, event_id in zip(findings.events, event_ids, strict=True):
        yield _event(context, event, event_id)
    for number, claim in enumerate(findings.claims):
        linked = event_ids[claim.event] if claim.event is not None else None
        yield _claim(context, claim, number, linked)
    for number, statement in enumerate(findings.statements):
        yield _statement(context, statement, number)
    for number, position in enumerate(findings.positions):
        yield _position(context, position, number)
    for entity in findings.entities:
        yield _entity(context, entity)


class _Context:
    """What every row of one version shares."""

    def __init__(self, version: ArticleVersion, run_id: str, engine_version: str) -> None:
        self.version_id, self.article_id = version.version_id, version.article_id
        self.run_id, self.engine_version = run_id, engine_version

    def identity(self, *key: object) -> str:
        return stable_id(self.version_id, self.engine_version, *key)


def _place(place: PlaceMention | None) -> dict[str, str | float | None]:
    return {
        "place_text": place.text if place else None,
        "place_name": place.name if place else None,
        "place_id": place.place_id if place else None,
        "place_precision": place.precision if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "country": place.country if place else None,
    }


def _claim(context: _Context, claim: Claim, number: int, event_id: str | None) -> records.Claim:
    return records.Claim(
        claim_id=context.identity("claim", claim.harm, claim.start, claim.end, number),
        version_id=context.version_id,
        article_id=context.article_id,
        run_id=context.run_id,
        engine_version=context.engine_version,
        rule_id=claim.rule_id,
        confidence=claim.confidence,
        harm=claim.harm,
        count_text=claim.text,
        char_start=claim.start,
        char_end=claim.end,
        count_low=claim.low,
        count_high=claim.high,
        qualifier=claim.qualifier,
        victims_text=claim.victims,
        victim_class=claim.victim_class,
        scope=claim.scope,
        period_start=claim.period_start,
        claimant_text=claim.claimant,
        claimant_name=claim.claimant_name,
        claimant_kind=claim.claimant_kind,
        claimant_start=claim.claimant_start,
        claimant_end=claim.claimant_end,
        factuality=claim.factuality,
        **_place(claim.place),  # type: ignore[arg-type]  # keys and types are those of `_place`
        event_date=claim.date,
        incident_number=claim.incident,
        event_id=event_id,
        sentence_start=claim.sentence_start,
        sentence_end=claim.sentence_end,
    )


def _statement(context: _Context, statement: Statement, number: int) -> records.Statement:
    return records.Statement(
        statement_id=context.identity("statement", statement.start, statement.end, number),
        version_id=context.version_id,
        article_id=context.article_id,
        run_id=context.run_id,
        engine_version=context.engine_version,
        rule_id=statement.rule_id,
        speaker_text=statement.speaker,
        speaker_name=statement.speaker_name,
        speaker_start=statement.speaker_start,
        speaker_end=statement.speaker_end,
        role=statement.role,
        affiliation=statement.affiliation,
        country=statement.country,
        cue=statement.cue,
        addressee=statement.addressee,
        said_on=statement.said_on,
        form=statement.form,
        content_text=statement.text,
        char_start=statement.start,
        char_end=statement.end,
    )


def _position(context: _Context, position: Position, number: int) -> records.Position:
    return records.Position(
        position_id=context.identity("position", position.start, position.end, position.target_start, number),
        version_id=context.version_id,
        article_id=context.article_id,
        run_id=context.run_id,
        engine_version=context.engine_version,
        rule_id=position.rule_id,
        actor_text=position.actor,
        actor_name=position.actor_name,
        actor_country=position.actor_country,
        stance=position.stance,
        target_text=position.target,
        target_start=position.target_start,
        target_end=position.target_end,
        topic=position.topic,
        cue_text=position.text,
        char_start=position.start,
        char_end=position.end,
    )


def _event(context: _Context, event: Event, event_id: str) -> records.Event:
    return records.Event(
        event_id=event_id,
        version_id=context.version_id,
        article_id=context.article_id,
        run_id=context.run_id,
        engine_version=context.engine_version,
        rule_id=event.rule_id,
        plover_type=event.plover_type,
        plover_mode=event.plover_mode,
        acled_event_type=event.acled_event_type,
        acled_sub_event_type=event.acled_sub_event_type,
        ucdp_violence_type=event.ucdp_violence_type,
        hazard_class=event.hazard_class,
        actor_text=event.actor,
        actor_name=event.actor_name,
        recipient_text=event.recipient,
        weapon=event.weapon,
        factuality=event.factuality,
        **_place(event.place),  # type: ignore[arg-type]  # keys and types are those of `_place`
        event_date=event.date,
        trigger_text=event.text,
        char_start=event.start,
        char_end=event.end,
    )


def _entity(context: _Context, entity: Entity) -> records.Entity:
    first = entity.mentions[0]
    return records.Entity(
        entity_row_id=context.identity("entity", entity.entity_id),
        entity_id=entity.entity_id,
        version_id=context.version_id,
        article_id=context.article_id,
        run_id=context.run_id,
        engine_version=context.engine_version,
        rule_id=entity.rule_id,
        entity_kind=entity.kind,
        name=entity.name,
        aliases="; ".join(entity.aliases),
        role=entity.role,
        affiliation=entity.affiliation,
        country=entity.country,
        place_id=entity.place_id,
        candidates="; ".join(each.place_id for each in entity.candidates) or None,
        mention_count=len(entity.mentions),
        mention_text=first.text,
        char_start=first.start,
        char_end=first.end,
    )
