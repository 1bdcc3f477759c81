"""`sitrep_entities`: the persons, organisations and places of a text, each once, with all its names (doc._.entities).

An id is the same within a text and across texts, and needs no service: for a place that the gazetteer knows its id
there, else the kind and the name in plain letters ("person:sergei-lavrov"). Other names of one organisation or person
come from the text itself ("the Observatory", an acronym in brackets) and from config/lexicon/aliases.toml ("SOHR").
Two people of one name have one id: a text that tells them apart does so by role and country.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.findings import Entity, EntityMention, PlaceMention
from tasks.nlp.grammar.plain import plain
from tasks.nlp.names.mentions import Mention
from tasks.nlp.names.name_words import NameWords
from tasks.nlp.names.names import Referent

Doc.set_extension("entities", default=(), force=True)

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_INITIAL = re.compile(r"(?<=\s)[A-Z]\.\s")
_KINDS = frozenset({"person", "organisation"})


@Language.factory("sitrep_entities", default_config={"lexicon": {}})
class Entities:
    """Reads doc._.mentions, doc._.referents and doc._.places."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        """Raises LexiconError."""
        self.name = name
        self.words = NameWords(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Set doc._.entities, in the order of their first mention."""
        doc._.entities = each_once((*self._named(doc), *_places(doc._.places or ())))
        return doc

    def _named(self, doc: Doc) -> Iterator[Entity]:
        """One for each mention of a person or organisation by name, or by a noun of the name ("the Observatory")."""
        text = plain(doc).text
        referents: dict[int, Referent] = doc._.referents or {}
        seen: set[int] = set()
        mentions: tuple[Mention, ...] = doc._.mentions or ()
        for mention in mentions:
            referent = referents.get(mention.name_first)
            if referent is None or mention.kind not in _KINDS or referent.kind not in _KINDS or not referent.named:
                continue
            seen.update(range(mention.first, mention.end))
            start, end = doc[mention.name_first].idx, doc[mention.name_end - 1].idx + len(doc[mention.name_end - 1])
            yield self._entity(referent, EntityMention(start, end, text[start:end]), mention.alias)
        for i, referent in referents.items():
            if i not in seen and referent.kind == "organisation" and doc[i].pos_ in {"NOUN", "PROPN"}:
                first = i - 1 if i and doc[i - 1].lower_ == "the" else i
                start, end = doc[first].idx, doc[i].idx + len(doc[i])
                yield self._entity(referent, EntityMention(start, end, text[start:end]), None)

    def _entity(self, referent: Referent, mention: EntityMention, acronym: str | None) -> Entity:
        name = self.words.canonical(referent.name)
        return Entity(
            entity_id=entity_id(referent.kind, name),
            kind=referent.kind,
            name=name,
            aliases=_aliases(name, mention.text, referent.name, acronym or ""),
            role=referent.role,
            affiliation=referent.affiliation,
            country=referent.country,
            place_id=None,
            candidates=(),
            mentions=(mention,),
            rule_id="entity.name",
        )


def _places(places: tuple[PlaceMention, ...]) -> Iterator[Entity]:
    for place in places:
        yield Entity(
            entity_id=place.place_id or entity_id("place", place.text),
            kind="place",
            name=place.name,
            aliases=_aliases(place.name, place.text),
            role=None,
            affiliation=None,
            country=place.country,
            place_id=place.place_id,
            candidates=place.candidates,
            mentions=(EntityMention(place.start, place.end, place.text),),
            rule_id="entity.place",
        )


def _aliases(name: str, *others: str) -> tuple[str, ...]:
    """Other names than `name`, on one line, each once; a noun in small letters ("the group") is none."""
    lines = (" ".join(each.split()) for each in others)
    named = (each for each in lines if each.removeprefix("the ").removeprefix("The ")[:1].isupper())
    return tuple(dict.fromkeys(each for each in named if each != name))


def each_once(found: Iterable[Entity]) -> tuple[Entity, ...]:
    """One entity for all findings of one id, in the order of their first mentions; what was told first stays."""
    groups: dict[str, list[Entity]] = {}
    for entity in found:
        groups.setdefault(entity.entity_id, []).append(entity)
    return tuple(sorted(map(_as_one, groups.values()), key=lambda each: each.mentions[0].start))


def _as_one(group: Sequence[Entity]) -> Entity:
    first = group[0]
    return replace(
        first,
        aliases=tuple(dict.fromkeys(alias for each in group for alias in each.aliases)),
        role=next((each.role for each in group if each.role), None),
        affiliation=next((each.affiliation for each in group if each.affiliation), None),
        country=next((each.country for each in group if each.country), None),
        mentions=tuple(sorted({m for each in group for m in each.mentions}, key=lambda each: each.start)),
    )


def entity_id(kind: str, name: str) -> str:
    """The id of a name: small plain letters and hyphens; of one without any Latin letter a digest."""
    if kind == "person":
        name = _INITIAL.sub("", name)
    folded = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    slug = _NOT_PLAIN.sub("-", folded.replace("'", "").replace("’", "")).strip("-")
    return f"{kind}:{slug or sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}"
