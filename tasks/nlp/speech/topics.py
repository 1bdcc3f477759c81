"""The topic of a position: its target folded to what different texts about one thing share.

The rule, in order, on the noun phrase ("tough new U.N. sanctions against the Syrian government last week"):

1. the thing is the words up to the first linking preposition, its complement the noun phrase behind that;
2. articles, numbers, money and words of degree, time and order go ("tough", "new"); so do titles of people and "'s";
3. countries and what is called after them have one name ("Syrian", "Syria's", "Damascus" in "the Damascus regime");
   a country's government is the country;
4. an owner or maker before the thing ("U.N.") goes where a complement says what the thing is about;
5. links that mean one thing are one ("sanctions against" is "sanctions on"), and so are other spellings ("cease-fire");
6. the complement keeps its own thing without a further complement.

What is left is in small letters but for names: "sanctions on Syria". The words of each step: stances.toml, [topics].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span, Token

from tasks.nlp.grammar.vocabulary import table, words
from tasks.nlp.names.mentions import Mention
from tasks.nlp.names.name_words import Countries

LINKS = frozenset({"of", "on", "against", "for", "in", "to", "with", "between", "by", "over", "at"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_MARKS = frozenset({'"', "“", "”", "''", "``", "‘", ","})
_SHORT = 5  # words of "law and order", "arms and oil sales"
_LONGEST_NAME = 5  # words of a country's name


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a topic as it is kept; `owner`: whose or from where, not what."""

    text: str
    token: Token
    owner: bool = False


class Topics:
    """Folds targets by the words of stances.toml and the countries of demonyms.toml."""

    def __init__(self, lexicon: Mapping[str, Any], countries: Countries) -> None:
        """Raises LexiconError where stances.toml lacks a table."""
        self.countries = countries
        self.dropped = words(lexicon, "stances", "topics.dropped")
        self.containers = words(lexicon, "stances", "topics.containers")
        self.makers = words(lexicon, "stances", "topics.makers")
        self.organs = words(lexicon, "stances", "topics.organs")
        self.same: dict[str, str] = dict(table(lexicon, "stances", "topics.same"))
        self.on_heads = words(lexicon, "stances", "topics.on.heads")
        self.on_links = words(lexicon, "stances", "topics.on.links")

    def fold(self, target: Span) -> str:
        """The topic; empty where nothing but dropped words stands there."""
        tokens = [token for token in target if not token.is_space and token.text not in _MARKS]
        tokens = tokens[self._contents(tokens) :]
        at = next((i for i, token in enumerate(tokens) if i and token.lower_ in LINKS), len(tokens))
        titles = _titles(target.doc, target)
        thing = self._words(_first_of_several(tokens[:at]), titles)
        complement = self._complement(tokens[at + 1 :], titles)
        link = tokens[at].lower_ if at < len(tokens) else ""
        if complement and not all(word.owner for word in thing):
            thing = [word for word in thing if not word.owner]
        named = self._joined(thing)
        if not complement or link == "by" or not named:
            return named or complement
        if link == "to" and tokens[at + 1].tag_ == "VB":
            return f"{named} to {complement}"  # "right to enrich uranium"
        if thing and thing[-1].token.lower_ in self.on_heads and link in self.on_links:
            link = "on"
        return f"{named} {link} {complement}"

    def _contents(self, tokens: list[Token]) -> int:
        """Where the thing itself begins in "the 12th package of sanctions"."""
        for i, token in enumerate(tokens[:-1]):
            if token.lower_ in LINKS:
                return i + 1 if token.lower_ == "of" and i and tokens[i - 1].lower_ in self.containers else 0
        return 0

    def _complement(self, tokens: list[Token], titles: set[int]) -> str:
        end = next((i for i, token in enumerate(tokens) if i and token.lower_ in LINKS), len(tokens))
        kept = self._words(tokens[:end], titles)
        if len(kept) > 1 and kept[0].owner and kept[-1].token.lower_ in self.organs:
            kept = kept[:1]
        return self._joined(kept)

    def _joined(self, kept: list[_Word]) -> str:
        """Words as one phrase: hyphens close up, and another spelling gives way to the usual one."""
        named = " ".join(word.text for word in kept).replace(" - ", "-").strip(" -")
        return self.same.get(named, named)

    def _words(self, tokens: list[Token], titles: set[int]) -> list[_Word]:
        """What is kept of a noun phrase, with countries by their name."""
        kept: list[_Word] = []
        i = 0
        while i < len(tokens):
            size, country = self._country(tokens, i)
            if country is not None:
                # "Syria's government", "Iranian oil": the country is whose it is, unless it is all there is
                kept.append(_Word(country, tokens[i], owner=i + size < len(tokens)))
            elif self._is_kept(tokens[i], titles):
                kept.append(self._word(tokens, i))
            i += size
        return kept

    def _word(self, tokens: list[Token], i: int) -> _Word:
        token = tokens[i]
        text = token.text if token.pos_ == "PROPN" or token.text[1:] != token.text[1:].lower() else token.lower_
        text = _country_of_pronoun(token) or self.same.get(text, text)
        return _Word(text, token, owner=token.text in self.makers or token.lower_ in self.makers)

    def _is_kept(self, token: Token, titles: set[int]) -> bool:
        if token.i in titles or token.text in _POSSESSIVE or token.pos_ in {"NUM", "SYM", "DET", "PUNCT"}:
            return token.text == "-" or (token.pos_ == "NUM" and self._in_name(token))
        return token.lower_ not in self.dropped and token.tag_ != "PRP$"

    def _in_name(self, number: Token) -> bool:
        """ "two-state", "Nord Stream 2", but not "February 25"."""
        doc, i = number.doc, number.i
        hyphen = i + 1 < len(doc) and doc[i + 1].text == "-" and not number.whitespace_
        named = i > 0 and doc[i - 1].pos_ == "PROPN" and doc[i - 1].lower_ not in self.dropped
        return hyphen or named

    def _country(self, tokens: list[Token], i: int) -> tuple[int, str | None]:
        """Words of a country's name or demonym at `i` and the country's name."""
        if not tokens[i].text[:1].isupper():
            return 1, None
        for size in range(min(_LONGEST_NAME, len(tokens) - i), 0, -1):
            text = " ".join(token.text for token in tokens[i : i + size])
            found = self.countries.names.get(text) or self.countries.demonyms.get(text)
            if found is not None:
                return size, found.name
            organ = i + 1 < len(tokens) and tokens[i + 1].lower_ in self.organs | _POSSESSIVE
            if size == 1 and organ and (found := self.countries.capitals.get(text)) is not None:
                return 1, found.name
        return 1, None


def _first_of_several(tokens: list[Token]) -> list[Token]:
    """The first of two long phrases that "and" joins; "law and order" stays."""
    joint = next((i for i, token in enumerate(tokens) if i and token.tag_ == "CC"), None)
    return tokens if joint is None or len(tokens) <= _SHORT else tokens[:joint]


def _titles(doc: Doc, target: Span) -> set[int]:
    """The words in front of the surnames of the people in `target`."""
    mentions: Iterable[Mention] = doc._.mentions or () if doc.has_extension("mentions") else ()
    found: set[int] = set()
    for mention in mentions:
        if mention.kind == "person" and mention.name_first < target.end and mention.end > target.start:
            found.update(range(mention.first, mention.name_end - 1))
    return found


def _country_of_pronoun(token: Token) -> str | None:
    """ "his country" is the country."""
    referents = token.doc._.referents or {} if token.doc.has_extension("referents") else {}
    referent = referents.get(token.i)
    if referent is not None and referent.kind == "country" and token.lower_ in {"country", "nation", "homeland"}:
        return str(referent.name)
    return None
