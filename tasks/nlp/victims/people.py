"""Whether a noun phrase is people, how many and of which class (casualty-claims.md, sections 2, 3 and 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.ages import SpelledAges
from tasks.nlp.victims.naming import is_place_name, is_surname
from tasks.nlp.victims.people_nouns import LONGEST_NOUN, NOTHING_SAID, PeopleNouns, joined
from tasks.nlp.victims.phrases import Phrase

_AGENT_ENDINGS = ("ers", "ors", "ists", "men", "ians", "ees", "ants", "er", "or", "ist", "man", "ian", "ee", "women")


@dataclass(frozen=True, slots=True)
class Person:
    """What a phrase is as a victim.

    `kind`: count (a number), single (one, by the noun), name, pronoun (singular), plural (people without a number),
    none ("nobody"). `sure`: the noun is in the tables of people, or is a name the pipeline knows.
    """

    kind: str
    low: int | None
    high: int | None
    victim_class: str
    sure: bool


class People:
    """The tables of victims.toml, looked up by phrase."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where victims.toml lacks a table."""
        self._nouns = PeopleNouns(lexicon)
        self._class_of, self._plural, self._order = self._nouns.class_of, self._nouns.plurals, self._nouns.order
        self._ages = SpelledAges(lexicon)
        self._owners = lexicon.word_set("victims", "phrase.owners")
        self._kin = lexicon.word_set("victims", "phrase.kin")
        self._families = lexicon.word_set("victims", "phrase.families")
        self._near = lexicon.word_set("victims", "phrase.around")
        self._ordinals = lexicon.word_set("victims", "phrase.ordinal_heads")
        self._female_titles = lexicon.word_set("victims", "phrase.female_titles")
        self._collectives = lexicon.word_set("victims", "phrase.collectives")
        self._counts = lexicon.numbers("victims", "counts")
        self._neutral = lexicon.word_set("victims", "phrase.neutral_heads")
        self._transparent = lexicon.word_set("victims", "phrase.transparent")
        self._aid = lexicon.word_set("victims", "phrase.aid_owners")
        self._body_parts = lexicon.word_set("harms", "shared.body_parts")
        self._bearers = lexicon.word_set("victims", "phrase.bearers")
        self._titles = lexicon.word_set("victims", "phrase.titles")
        self._not_people = lexicon.word_set("victims", "not_people.words")
        self._singular = lexicon.word_set("victims", "phrase.singular_pronouns")
        self._female = lexicon.word_set("victims", "phrase.female_pronouns")

    def describe(self, reading: Reading, phrase: Phrase) -> Person | None:
        """The people that `phrase` names; None where it names something else."""
        if phrase.kind == "pronoun":
            return self._pronoun(reading, phrase)
        number = phrase.number
        if phrase.of is not None and self._is_transparent(reading, phrase):
            return self._through_of(reading, phrase)
        if number is not None:
            return self._counted(reading, phrase)
        return None if self._is_of_a_body(reading, phrase) else self._uncounted(reading, phrase)

    def class_of(self, reading: Reading, phrase: Phrase) -> str:
        """The most specific class that the words of the phrase, and of its "of" phrase, tell."""
        if self._ages.is_minor(reading, phrase.first, phrase.end):
            return "child"
        head = self._noun_class(reading, phrase)
        whole = joined(reading.lower[phrase.head : min(phrase.wide_end, phrase.head + LONGEST_NOUN)])
        if phrase.of is not None and whole in self._class_of:
            return self._class_of[whole]  # "member of parliament"
        if head is not None and head[1] in self._kin:
            first = self._behind_owner(reading, phrase)
            return self._higher(head[0], self._only(self._classes(reading, first, phrase.end), ("child", "woman")))
        if head is not None and head[1] not in self._neutral and head[0] != "unknown":
            marks = ("child", "woman") if head[0] == "civilian" else ("child",)
            return self._higher(head[0], self._only(self._classes(reading, phrase.first, phrase.end), marks))
        found = list(self._classes(reading, phrase.first, phrase.end))
        if phrase.of is not None:
            found += self._classes(reading, phrase.of.first, phrase.wide_end)
        if reading.lower[phrase.first] in self._female_titles:
            found.append("woman")
        told = min(found, key=lambda name: self._order[name], default=NOTHING_SAID)
        helps = phrase.of is not None and told in ("civilian", "unknown") and phrase.kind == "noun"
        if helps and self._aid & set(reading.lower[phrase.end : phrase.wide_end]):
            return "aid_worker"  # "three staff of the aid agency"
        return told

    def age(self, word: str) -> int | None:
        """The number that a word of an age says, in digits or spelled."""
        return self._ages.age(word)

    def order(self, victim_class: str) -> int:
        """The rank of a class in the precedence of section 9, the most specific first."""
        return self._order[victim_class]

    def is_agent(self, reading: Reading, phrase: Phrase) -> bool:
        """Whether a noun that no table holds ends like people ("three jugglers")."""
        return reading.lower[phrase.head].endswith(_AGENT_ENDINGS) and not self._is_thing(reading, phrase)

    def is_kin(self, reading: Reading, phrase: Phrase) -> bool:
        """Whether the head is a relative: "mother and child" are two, and the son of a judge is no judge."""
        return reading.lower[phrase.head] in self._kin

    def is_around(self, reading: Reading, phrase: Phrase, *, counted: bool) -> bool:
        """Whether the head is of people around others: "families of", "supporters of", no "members of"; behind a
        number only families, as "two brothers of a judge killed" are who was killed.
        """
        word = reading.lower[phrase.head]
        if word in self._families:
            return True
        return not counted and self.is_plural(reading, phrase) and (word in self._kin or word in self._near)

    @staticmethod
    def _behind_owner(reading: Reading, phrase: Phrase) -> int:
        """The word behind "the judge 's"."""
        marks = [i for i in range(phrase.first, phrase.head) if reading.tag[i] == "POS"]
        return marks[-1] + 1 if marks else phrase.first

    def is_plural(self, reading: Reading, phrase: Phrase) -> bool:
        """Whether the head is more than one."""
        word = reading.lower[phrase.head]
        return word in self._plural or reading.tag[phrase.head] in ("NNS", "NNPS") or word in self._collectives

    @property
    def words(self) -> frozenset[str]:
        """Every word that is a noun for people."""
        return frozenset(self._class_of)

    def knows(self, word: str) -> bool:
        """Whether `word` is a noun for people."""
        return word in self._class_of

    def _pronoun(self, reading: Reading, phrase: Phrase) -> Person | None:
        word = reading.lower[phrase.head]
        if word in ("himself", "herself"):
            return Person("pronoun", 1, 1, "attacker", sure=True)
        if word == "another":
            return Person("single", 1, 1, NOTHING_SAID, sure=True)
        if word not in self._singular:
            return None
        return Person("pronoun", 1, 1, "woman" if word in self._female else "unknown", sure=True)

    def _is_transparent(self, reading: Reading, phrase: Phrase) -> bool:
        if phrase.kind == "number":
            return True
        return reading.lower[phrase.head] in self._transparent

    def _through_of(self, reading: Reading, phrase: Phrase) -> Person | None:
        """ "three of the workers", "a group of four students", "two members of the police"."""
        inner = phrase.of
        assert inner is not None  # noqa: S101  # the caller looked
        number = phrase.number or inner.number
        if phrase.number is None and inner.number is not None:
            return self.describe(reading, inner)
        if number is None:
            if self._noun_class(reading, phrase) is not None and not self.is_plural(reading, phrase):
                return self._uncounted(reading, phrase)
            many = self.describe(reading, inner)
            return Person("plural", None, None, many.victim_class, sure=True) if many is not None else None
        bare = phrase.kind == "number" and inner.number is None and inner.kind != "pronoun"
        if bare and self._noun_class(reading, inner) is None and self._is_thing(reading, inner):
            return None
        kind = "none" if number.qualifier == "none" else "count"
        return Person(kind, number.low, number.high, self.class_of(reading, phrase), sure=True)

    def _counted(self, reading: Reading, phrase: Phrase) -> Person | None:
        number = phrase.number
        assert number is not None  # noqa: S101  # the caller looked
        kind = "none" if number.qualifier == "none" else "count"
        if phrase.kind == "number":
            return Person(kind, number.low, number.high, "unknown", sure=True)
        known = self._noun_class(reading, phrase)
        if known is None and self._is_thing(reading, phrase):
            return None
        low, high = number.low, number.high
        if low == high and reading.lower[phrase.head] in self._counts and low:
            low = high = low * self._counts[reading.lower[phrase.head]]
        return Person(kind, low, high, self.class_of(reading, phrase), sure=known is not None)

    def _uncounted(self, reading: Reading, phrase: Phrase) -> Person | None:
        word = reading.lower[phrase.head]
        if word in self._counts and reading.lower[phrase.first] in ("a", "an", "the", "another", "his", "her"):
            return Person("single", self._counts[word], self._counts[word], self.class_of(reading, phrase), sure=True)
        if self._is_ordinal(reading, phrase) or self._ages.is_all(reading, phrase.first, phrase.end):
            return Person("single", 1, 1, self.class_of(reading, phrase), sure=True)
        known = self._noun_class(reading, phrase)
        if known is not None and reading.pos[phrase.head] != "PROPN":
            if reading.lower[phrase.head - 1] == "twin" and phrase.head > phrase.first:
                return Person("single", 2, 2, self.class_of(reading, phrase), sure=True)  # "twin brothers"
            if self.is_plural(reading, phrase) and not (
                word == "personnel" and reading.lower[phrase.first] in ("a", "an")
            ):
                return Person("plural", None, None, self.class_of(reading, phrase), sure=True)
            return Person("single", 1, 1, self.class_of(reading, phrase), sure=True)
        return self._named(reading, phrase) or self._guessed(reading, phrase)

    def _is_of_a_body(self, reading: Reading, phrase: Phrase) -> bool:
        """ "with her head held below the surface", "the boy's back", no "its head" (of a ministry)."""
        if reading.lower[phrase.head] not in self._body_parts:
            return False
        owned = phrase.head > phrase.first + 1 and reading.tag[phrase.head - 1] == "POS"
        return reading.lower[phrase.first] in self._bearers or (owned and reading.tag[phrase.head - 2] == "NN")

    def _is_ordinal(self, reading: Reading, phrase: Phrase) -> bool:
        """ "a second was wounded"."""
        ordinal = reading.lower[phrase.head] in self._ordinals and reading.lower[phrase.first] in ("a", "the")
        return ordinal and phrase.head == phrase.first + 1

    def _named(self, reading: Reading, phrase: Phrase) -> Person | None:
        """A person's name, with or without a title or a role before it."""
        if reading.pos[phrase.head] != "PROPN" and not self._is_odd_surname(reading, phrase):
            return None
        if reading.tag[phrase.head] == "NNPS" and reading.lower[phrase.first] == "the":
            return Person("plural", None, None, NOTHING_SAID, sure=False)  # "the Cubs were killed 12-1"
        entity = reading.tokens[phrase.head].ent_type_
        roles = [i for i in phrase.nouns if self.knows(reading.lower[i]) or reading.lower[i] in self._titles]
        if roles and roles[-1] == phrase.head:
            one = not self.is_plural(reading, phrase)
            return Person("single", 1, 1, self.class_of(reading, phrase), sure=True) if one else None
        if reading.lower[phrase.head] in self._not_people or (reading.tokens[phrase.head].is_upper and not roles):
            return None
        if not roles and is_place_name(reading, phrase):
            return None
        start = phrase.first if roles or phrase.nouns[0] == phrase.first else phrase.nouns[0]
        sure = entity in ("PER", "PERSON") or bool(roles)
        return Person("name", 1, 1, self.class_of(reading, phrase) if start >= 0 else NOTHING_SAID, sure)

    @staticmethod
    def _is_odd_surname(reading: Reading, phrase: Phrase) -> bool:
        """ "Joan Best": taken for an adjective or a noun behind a first name."""
        named = reading.tag[phrase.head] == "NNP" and phrase.head > phrase.first
        return (named and reading.pos[phrase.head - 1] == "PROPN") or is_surname(reading, phrase.head)

    def _guessed(self, reading: Reading, phrase: Phrase) -> Person | None:
        """A noun that no table holds: one person where it ends like an agent ("a juggler")."""
        word = reading.lower[phrase.head]
        article = reading.lower[phrase.first] in ("a", "an")
        if article and reading.tag[phrase.head] == "NN" and not self._is_thing(reading, phrase):
            return None if self._is_of_somebody(reading, phrase) else Person("single", 1, 1, "civilian", sure=False)
        if (
            word in self._transparent
            or self._is_thing(reading, phrase)
            or not word.endswith(_AGENT_ENDINGS)
            or reading.pos[phrase.head] == "PROPN"
        ):
            return None
        if reading.tag[phrase.head] == "NNS":
            return Person("plural", None, None, "civilian", sure=False)
        own = reading.lower[phrase.first] in self._owners
        return Person("single", 1, 1, "civilian", sure=False) if own else None

    def _is_of_somebody(self, reading: Reading, phrase: Phrase) -> bool:
        """ "a hologram of the singer": what is of a person, and does not end like one, is a thing."""
        if phrase.of is None or reading.lower[phrase.head].endswith(_AGENT_ENDINGS):
            return False
        inner = self.describe(reading, phrase.of)
        return inner is not None and inner.sure

    def _is_thing(self, reading: Reading, phrase: Phrase) -> bool:
        return reading.lower[phrase.head] in self._not_people

    def _noun_class(self, reading: Reading, phrase: Phrase) -> tuple[str, str] | None:
        return self._nouns.longest(reading, phrase.first, phrase.head + 1)

    def _classes(self, reading: Reading, first: int, end: int) -> Iterable[str]:
        return self._nouns.classes(reading, first, end)

    def _higher(self, one: str, others: Iterable[str]) -> str:
        return min([one, *others], key=lambda name: self._order[name])

    @staticmethod
    def _only(classes: Iterable[str], wanted: tuple[str, ...]) -> list[str]:
        return [name for name in classes if name in wanted]
