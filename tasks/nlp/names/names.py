"""`sitrep_names`: who is meant by a name, a role, "he" or "the group" (doc._.referents)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from tasks.nlp.names.affiliation import affiliation, country_of
from tasks.nlp.names.coreference import Entity, Linker
from tasks.nlp.names.mentions import Mention, MentionFinder
from tasks.nlp.names.name_words import NameWords
from tasks.nlp.names.pronouns import PronounReader

Doc.set_extension("referents", default=None, force=True)
Doc.set_extension("mentions", default=(), force=True)


@dataclass(frozen=True, slots=True)
class Referent:
    """Who a mention stands for. `first_start:first_end` gave `name`; `country` is ISO 3166-1 alpha-3."""

    name: str
    kind: str  # person, organisation, country
    role: str | None
    affiliation: str | None
    country: str | None
    first_start: int
    first_end: int
    named: bool = True  # False for a role without a name ("a hospital official")


@Language.factory("sitrep_names", default_config={"lexicon": {}})
class Names:
    """Needs a tagged Doc; uses the parse, entities and doc._.places where they are there."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        self.words = NameWords(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Set doc._.referents (token -> Referent) and doc._.mentions (names and roles in text order)."""
        mentions = MentionFinder(doc, self.words).find()
        linked = Linker(doc, self.words).link(mentions)
        entities = PronounReader(doc, self.words, mentions, linked).read()
        doc._.mentions = tuple(mentions)
        built = {id(entity): self._referent(doc, entity) for entity in {id(e): e for e in entities.values()}.values()}
        doc._.referents = {token: built[id(entity)] for token, entity in sorted(entities.items())}
        return doc

    def _referent(self, doc: Doc, entity: Entity) -> Referent:
        role = entity.role
        belongs = entity.belongs or (affiliation(role, self.words) if role else None)
        country = country_of(entity, self.words)
        span = doc[entity.first : entity.end]
        name = self.words.canonical(entity.name) if entity.named else entity.name
        return Referent(name, entity.kind, role, belongs, country, span.start_char, span.end_char, entity.named)


def referent_of(doc: Doc, span: Span) -> Referent | None:
    """The referent of a noun phrase: that of its head, else of the last of its words that has one.

    What owns the head is not meant by it: "the minister's critics" are not the minister.
    """
    referents: dict[int, Referent] = doc._.referents or {} if Doc.has_extension("referents") else {}
    found = referents.get(span.root.i)
    if found is not None:
        return found
    owned = max((t.i for t in span if t.tag_ == "POS" and t.i < span.root.i), default=span.start - 1)
    inside = [referents[i] for i in range(owned + 1, span.end) if i in referents]
    persons = [each for each in inside if each.kind == "person"]
    if persons:
        return persons[0]
    return inside[-1] if inside and span.root.pos_ == "PROPN" else None


__all__ = ["Mention", "Names", "Referent", "referent_of"]
