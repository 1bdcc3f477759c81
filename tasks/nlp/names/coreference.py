"""Mentions of one text gathered into persons and organisations; a small deterministic coreference without statistics.

In the order of Stanford's multi-pass sieve (Lee et al. 2013): full names, then surnames and acronyms, then "the group"
and "the minister", pronouns last. Where two candidates fit, nobody is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from tasks.nlp.names.mentions import Mention
from tasks.nlp.names.name_words import NameWords

_ROLES = 8  # different roles of one person that are worth comparing


@dataclass(slots=True)
class Entity:
    """One person, organisation or country of a text, gathered from its mentions."""

    name: str
    kind: str
    first: int  # token span of the mention that gave the name
    end: int
    parts: tuple[str, ...] = ()
    role: str | None = None
    gender: str | None = None
    named: bool = True
    belongs: str | None = None  # the organisation that "the group's" in the role stands for
    aliases: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)  # "agency" of "the U.N. refugee agency, UNHCR"


class Linker:
    """Entities of one text, and which entity each mention is of."""

    def __init__(self, doc: Doc, words: NameWords) -> None:
        self.doc, self.words = doc, words
        self.entities: list[Entity] = []
        self.surnames: dict[str, list[Entity]] = {}
        self.organisations: dict[str, Entity] = {}
        self.countries: dict[str, Entity] = {}

    def link(self, mentions: list[Mention]) -> dict[int, Entity]:
        """Number of each mention -> its entity."""
        linked: dict[int, Entity] = {}
        for number, mention in enumerate(mentions):
            if mention.kind == "organisation":
                linked[number] = self._organisation(mention)
            elif mention.kind == "country":
                linked[number] = self.countries.setdefault(
                    mention.name, Entity(mention.name, "country", mention.name_first, mention.name_end)
                )
            elif mention.kind == "person" and len(self._core(mention)) > 1:
                linked[number] = self._full(mention)
        for number, mention in enumerate(mentions):
            if mention.kind == "person" and number not in linked:
                linked[number] = self._short(mention)
        return linked

    def _core(self, mention: Mention) -> list[str]:
        """The parts of a person's name that tell it apart: no particles, no suffixes, lower case."""
        return [
            p.lower().strip(".")
            for p in mention.parts
            if p.lower() not in self.words.particles | self.words.suffixes and any(c.isalpha() for c in p)
        ]

    def _full(self, mention: Mention) -> Entity:
        core = self._core(mention)
        for entity in self.surnames.get(core[-1], []):
            known = [p.lower() for p in entity.parts]
            if core[0] in known or (known and known[0][:1] == core[0] and len(core[0]) == 1):
                self._take_role(entity, mention)
                return entity
        entity = Entity(
            mention.name,
            "person",
            mention.name_first,
            mention.name_end,
            tuple(core),
            gender=self.words.gender(mention.parts),
        )
        self._take_role(entity, mention)
        self.entities.append(entity)
        for key in {core[0], core[-1]}:
            self.surnames.setdefault(key, []).append(entity)
        return entity

    def _short(self, mention: Mention) -> Entity:
        """A single name: the one person of that name, else a person of its own."""
        core = self._core(mention) or [mention.name.lower()]
        fitting = self.surnames.get(core[-1], [])
        by_last = [each for each in fitting if each.parts[-1] == core[-1]] or fitting
        if len(by_last) > 1 and mention.role:
            by_role = [each for each in by_last if each.role and _same_role(each.role, mention.role)]
            by_last = by_role or by_last
        if len(by_last) == 1:
            self._take_role(by_last[0], mention)
            return by_last[0]
        if len(by_last) > 1:  # two people of one surname: no guess, and no third person to find later
            return Entity(mention.name, "person", mention.name_first, mention.name_end, tuple(core), mention.role)
        entity = Entity(mention.name, "person", mention.name_first, mention.name_end, tuple(core))
        self._take_role(entity, mention)
        self.entities.append(entity)
        self.surnames.setdefault(core[-1], []).append(entity)
        return entity

    def _take_role(self, entity: Entity, mention: Mention) -> None:
        """The first role told is kept; titles tell the gender."""
        before = self.doc[max(0, mention.first - 1) : mention.name_first]
        entity.gender = entity.gender or self.words.gender(t.text for t in before)
        if mention.role:
            if mention.role not in entity.roles[:_ROLES]:
                entity.roles.append(mention.role)
            entity.gender = entity.gender or self.words.gender(mention.role.split())
            if entity.role is None or (len(entity.role.split()) == 1 and len(mention.role.split()) > 1):
                entity.role = mention.role

    def _organisation(self, mention: Mention) -> Entity:
        """By whole name, by acronym, or as the only longer name that ends with this one ("the Observatory")."""
        key = mention.name.lower()
        entity = self.organisations.get(key)
        if entity is None and len(mention.parts) == 1:
            entity = self._by_acronym(mention.name) or self._by_word(key)
        if entity is None and len(mention.parts) > 1:
            acronym = "".join(part[0] for part in mention.parts if part[:1].isupper())
            entity = self.organisations.get(acronym.lower()) if len(acronym) > 2 else None  # noqa: PLR2004
            if entity is not None and entity.name.isupper():
                entity.name = mention.name
        if entity is None:
            entity = Entity(
                mention.name,
                "organisation",
                mention.name_first,
                mention.name_end,
                tuple(p.lower() for p in mention.parts),
            )
            self.entities.append(entity)
        self.organisations.setdefault(key, entity)
        if mention.alias:
            self.organisations.setdefault(mention.alias.lower(), entity)
        return entity

    def _by_acronym(self, name: str) -> Entity | None:
        if not name.isupper():
            return None
        fitting = [e for e in self.entities if e.kind == "organisation" and _initials(e.name) == name]
        return fitting[0] if len(fitting) == 1 else None

    def _by_word(self, word: str) -> Entity | None:
        if word not in self.words.same_word:
            return None
        fitting = [e for e in self.entities if e.kind == "organisation" and word in e.parts and len(e.parts) > 1]
        return fitting[-1] if fitting else None


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.replace("-", " ").split() if part[:1].isupper())


def _same_role(one: str, other: str) -> bool:
    return bool({w.lower() for w in one.split()} & {w.lower() for w in other.split()})
