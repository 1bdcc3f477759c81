"""Names and roles of one text from capitals, role words and appositions; a trained name recogniser only breaks ties.

Trained names are right little more than half of the time on news of other years, so the words decide: a role beside
a name makes a person, an organisation word inside it an organisation, a country's name or demonym a country.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from tasks.nlp.grammar.plain import plain
from tasks.nlp.names.capitals import Capitals
from tasks.nlp.names.name_words import NameWords, bare
from tasks.nlp.names.roles import Roles, clean, role_text

_MAX_NAME = 5  # words of a person's name
_NAME_TAGS = frozenset({"PROPN", "NOUN", "X", "PUNCT", "ADJ"})


@dataclass(slots=True)
class Mention:
    """Tokens [first, end) with the role in front, the name's own tokens, and what they say."""

    first: int
    end: int
    name_first: int
    name_end: int
    kind: str  # person, organisation, country, role (a person without a name)
    name: str
    role: str | None = None
    parts: tuple[str, ...] = ()
    definite: bool = False
    role_spans: list[tuple[int, int]] = field(default_factory=list)
    alias: str | None = None


class MentionFinder:
    """Finds the mentions of one Doc in one pass over its words."""

    def __init__(self, doc: Doc, words: NameWords) -> None:
        self.doc, self.words = doc, words
        self.capitals, self.roles = Capitals(doc, words), Roles(doc, words)
        self.found: list[Mention] = []
        self._places: dict[int, int] = {}  # each character of a place -> the end of the place
        for place in (doc._.places or ()) if doc.has_extension("places") else ():
            for at in range(place.start, place.end):
                self._places[at] = max(place.end, self._places.get(at, 0))

    def find(self) -> list[Mention]:
        """All mentions in text order; roles without a name among them."""
        behind = 0
        for i in self.capitals.openers():
            if i >= behind:
                end = self.capitals.stretch(i)
                if end > i:
                    self._read(i, end)
                behind = max(end, i + 1)
        self._names_again()
        self._bare_roles()
        return sorted(self.found, key=lambda m: (m.first, -m.end))

    def _read(self, first: int, end: int) -> None:
        """Split a capitalised stretch into role and name."""
        split = self._role_end(first, end)
        if split is None:
            if self._whole(first, end) or self.doc[first:end].text in self.words.countries.demonyms:
                return  # a country, a listed organisation; a demonym alone is an adjective
            split = first
        if split < end:
            self._name(first, split, end)

    def _role_end(self, first: int, end: int) -> int | None:
        """The token behind the last role word of a stretch and its complement; None where there is no role."""
        at, i = None, first
        while i < end:
            word = self.doc[i].lower_
            i += 1
            if self.words.is_role(word) or word in self.words.honorifics:
                i += i < end and self.doc[i].text == "."
                if i < end and self.doc[i].lower_ in {"of", "for"}:
                    size = self.capitals.complement(i + 1)
                    i += 1 + size if size else 0
                at = i
        behind = self.doc[at:end] if at is not None else self.doc[end:end]
        if any(t.lower_ in self.words.organisations for t in behind) or (
            at == end and self.doc[end - 1].lower_ in self.words.organisations
        ):
            return None  # "Chief of Staff Office"
        return at

    def _whole(self, first: int, end: int) -> bool:
        """A country or a listed organisation as the whole stretch."""
        tokens = tuple(t.text for t in self.doc[first:end])
        country = self.words.countries.names.get(bare(self.doc[first:end].text))
        if country is not None:
            self.found.append(Mention(first, end, first, end, "country", country.name, parts=tokens))
        elif tokens in self.words.known:
            self._organisation(first, end)
        else:
            return False
        return True

    def _name(self, first: int, name_first: int, end: int) -> None:
        """A stretch without its role: an organisation, or a person with the roles beside the name."""
        tokens = list(self.doc[name_first:end])
        role_first = self.roles.before(first, name_first)
        if role_first is None and self._looks_organisation(tokens):
            self._organisation(first, end)
            return
        if role_first is None and not self._looks_person(tokens):
            return
        if sum(t.is_alpha for t in tokens) > _MAX_NAME:
            return
        mention = Mention(
            first,
            end,
            name_first,
            end,
            "person",
            clean(self.doc[name_first:end].text),
            None,
            tuple(t.text for t in tokens),
        )
        if role_first is not None and role_first < name_first:
            mention.first = role_first
            mention.role = role_text(self.doc[role_first:name_first].text, self.words)
            mention.role_spans.append((role_first, name_first))
        if mention.role is None:
            self._apposition(mention)
        self.found.append(mention)

    def _apposition(self, mention: Mention) -> None:
        span = self.roles.after_comma(mention.end) or self.roles.before_comma(mention.first)
        if span is not None:
            mention.role = role_text(self.doc[span[0] : span[1]].text, self.words)
            mention.role_spans.append(span)

    def _looks_organisation(self, tokens: list[Token]) -> bool:
        if self.words.is_organisation(t.text for t in tokens):
            return True
        text = tokens[0].text
        if len(tokens) == 1 and text.isupper() and text.isalpha() and 2 <= len(text) <= 7:  # noqa: PLR2004  # an acronym
            return True
        if len(tokens) > 1 and self._speaks(tokens[-1]) and not (tokens[0].i and tokens[0].nbor(-1).lower_ == "the"):
            return False  # a speaker's unknown name: taggers often say ORG
        return all(t.ent_type_ == "ORG" for t in tokens)

    def _looks_person(self, tokens: list[Token]) -> bool:
        marks = {t.ent_type_ for t in tokens}
        if self.words.countries.first(self.doc[tokens[0].i : tokens[-1].i + 1].text) is not None:
            return False
        if "PER" in marks or self.words.gender([tokens[0].text]) is not None:
            return True
        if len(tokens) > 1 and self._speaks(tokens[-1]):
            return True
        if "LOC" in marks or self._is_place(tokens):
            return False
        return len(tokens) > 1 and all(t.pos_ in _NAME_TAGS for t in tokens)

    def _speaks(self, last: Token) -> bool:
        """Whether "said" or the like follows a name."""
        after = last.nbor(1).lower_ if last.i + 1 < len(self.doc) else ""
        return after in self.words.speaks

    def _is_place(self, tokens: list[Token]) -> bool:
        first, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        before = tokens[0].nbor(-1).lower_ if tokens[0].i else ""
        return before in {"in", "at", "near", "to"} or self._places.get(first, 0) >= end

    def _organisation(self, first: int, end: int) -> None:
        """An organisation, with the acronym that stands in brackets behind its name."""
        behind = self.doc[end : end + 3]
        bracketed = [t.text for t in behind] if len(behind) == 3 else ["", "", ""]  # noqa: PLR2004  # ( ACRONYM )
        alias = bracketed[1] if bracketed[0] == "(" and bracketed[2] == ")" and bracketed[1].isupper() else None
        start = first + 1 if self.doc[first].lower_ == "the" and end - first > 1 else first
        name = clean(self.doc[start:end].text)
        parts = tuple(t.text for t in self.doc[start:end])
        self.found.append(Mention(first, end, start, end, "organisation", name, parts=parts, alias=alias))

    def _names_again(self) -> None:
        """A capitalised part of a person's name alone, where tags made it something else ("Zhao rejected")."""
        known = {
            part for m in self.found if m.kind == "person" and len(m.parts) > 1 for part in (m.parts[0], m.parts[-1])
        }
        taken = {i for m in self.found for i in range(m.first, m.end)} | {
            i for m in self.found for a, b in m.role_spans for i in range(a, b)
        }
        for i, text in enumerate(plain(self.doc).texts):
            if text in known and i not in taken and len(text) > 2:  # noqa: PLR2004  # no initials
                self.found.append(Mention(i, i + 1, i, i + 1, "person", text, None, (text,)))

    def _bare_roles(self) -> None:
        """Noun phrases headed by a role word that belong to no name yet."""
        taken = [False] * (len(self.doc) + 1)
        for mention in self.found:
            if mention.kind == "person":
                for first, end in [*mention.role_spans, (mention.first, mention.end)]:
                    taken[first:end] = [True] * (end - first)
        for token in self.roles.candidates():
            if taken[token.i] or not self.roles.is_bare_head(token):
                continue
            first, end, definite = self.roles.phrase(token, taken)
            single = token.lower_ in self.words.singular_roles or token.lower_ not in self.words.roles
            text = " ".join(self.doc[first:end].text.split())
            role = role_text(text, self.words) if single else None
            self.found.append(
                Mention(first, end, token.i, token.i + 1, "role", text, role, (token.lower_,), definite and single)
            )
