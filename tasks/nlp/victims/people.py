"""Whether a noun phrase is people, how many and of which class (casualty-claims.md, sections 2, 3 and 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.nlp.grammar.inflection import noun_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.naming import is_second_place, is_surname
from tasks.nlp.victims.phrases import Phrase

_LONGEST_NOUN = 5  # words of the longest entry of the people tables that is looked up: "brother - in - law"
_OF_AGE = 18  # years; who is younger is a child
_AGENT_ENDINGS = ("ers", "ors", "ists", "men", "ians", "ees", "ants", "er", "or", "ist", "man", "ian", "ee", "women")
_ONE_DEFAULT = "unknown"


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
        self._class_of: dict[str, str] = {}
        self._plural: set[str] = set()
        self._order: dict[str, int] = {}
        for rank, (name, words) in enumerate(lexicon.classes("victims", "people").items()):
            self._order[name] = rank
            for word in words:
                for form, number in noun_forms(word.lower()).items():
                    self._class_of.setdefault(form, name)
                    if number == "plural" and form not in {w.lower() for w in words}:
                        self._plural.add(form)
        for country in lexicon.tables["demonyms"]["countries"]:
            for word in country["demonyms"]:
                self._class_of.setdefault(word.lower(), _ONE_DEFAULT)  # "two Americans": nothing more is said
        self._firsts = frozenset(words.replace("-", " ").split()[0] for words in self._class_of)
        self._numbers = lexicon.numbers("numbers", "values")
        self._owners = lexicon.word_set("victims", "phrase.owners")
        self._kin = lexicon.word_set("victims", "phrase.kin")
        self._ordinals = lexicon.word_set("victims", "phrase.ordinal_heads")
        self._female_titles = lexicon.word_set("victims", "phrase.female_titles")
        self._collectives = lexicon.word_set("victims", "phrase.collectives")
        self._counts = lexicon.numbers("victims", "counts")
        self._neutral = lexicon.word_set("victims", "phrase.neutral_heads")
        self._transparent = lexicon.word_set("victims", "phrase.transparent")
        self._aid = lexicon.word_set("victims", "phrase.aid_owners")
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
        return self._uncounted(reading, phrase)

    def class_of(self, reading: Reading, phrase: Phrase) -> str:
        """The most specific class that the words of the phrase, and of its "of" phrase, tell."""
        if self._is_minor(reading, phrase):
            return "child"
        head = self._noun_class(reading, phrase)
        whole = _joined(reading.lower[phrase.head : min(phrase.wide_end, phrase.head + _LONGEST_NOUN)])
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
        told = min(found, key=lambda name: self._order[name], default=_ONE_DEFAULT)
        helps = phrase.of is not None and told in ("civilian", "unknown") and phrase.kind == "noun"
        if helps and self._aid & set(reading.lower[phrase.end : phrase.wide_end]):
            return "aid_worker"  # "three staff of the aid agency"
        return told

    def age(self, word: str) -> int | None:
        """The number that a word of an age says, in digits or spelled."""
        return int(word) if word.isdigit() and len(word) < 4 else self._numbers.get(word)  # noqa: PLR2004

    def order(self, victim_class: str) -> int:
        """The rank of a class in the precedence of section 9, the most specific first."""
        return self._order[victim_class]

    def is_agent(self, reading: Reading, phrase: Phrase) -> bool:
        """Whether a noun that no table holds ends like people ("three jugglers")."""
        return reading.lower[phrase.head].endswith(_AGENT_ENDINGS) and not self._is_thing(reading, phrase)

    def is_kin(self, reading: Reading, phrase: Phrase) -> bool:
        """Whether the head is a relative: "mother and child" are two, and the son of a judge is no judge."""
        return reading.lower[phrase.head] in self._kin

    @staticmethod
    def _behind_owner(reading: Reading, phrase: Phrase) -> int:
        """The word behind "the judge 's"."""
        marks = [i for i in range(phrase.first, phrase.head) if reading.tag[i] == "POS"]
        return marks[-1] + 1 if marks else phrase.first

    def _is_minor(self, reading: Reading, phrase: Phrase) -> bool:
        """ "a 16-year-old", "14-year-old twins"."""
        for word in range(phrase.first + 1, phrase.end):
            if reading.lower[word] == "year" and reading.lower[word + 1 : word + 3] == ["-", "old"]:
                age = reading.lower[word - 2 if reading.lower[word - 1] == "-" else word - 1]
                return self._numbers.get(age, int(age) if age.isdigit() else _OF_AGE) < _OF_AGE
        return False

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
            return Person("single", 1, 1, _ONE_DEFAULT, sure=True)
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
        if self._is_ordinal(reading, phrase) or self._is_age(reading, phrase):
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

    def _is_ordinal(self, reading: Reading, phrase: Phrase) -> bool:
        """ "a second was wounded"."""
        ordinal = reading.lower[phrase.head] in self._ordinals and reading.lower[phrase.first] in ("a", "the")
        return ordinal and phrase.head == phrase.first + 1

    @staticmethod
    def _is_age(reading: Reading, phrase: Phrase) -> bool:
        """ "the 19-year-old": nothing else is said of who it is."""
        return reading.lower[phrase.end - 3 : phrase.end] == ["year", "-", "old"]

    def _named(self, reading: Reading, phrase: Phrase) -> Person | None:
        """A person's name, with or without a title or a role before it."""
        if reading.pos[phrase.head] != "PROPN" and not is_surname(reading, phrase.head):
            return None
        entity = reading.tokens[phrase.head].ent_type_
        roles = [i for i in phrase.nouns if self.knows(reading.lower[i]) or reading.lower[i] in self._titles]
        if roles and roles[-1] == phrase.head:
            one = not self.is_plural(reading, phrase)
            return Person("single", 1, 1, self.class_of(reading, phrase), sure=True) if one else None
        if reading.lower[phrase.head] in self._not_people or (reading.tokens[phrase.head].is_upper and not roles):
            return None
        if not roles and is_second_place(reading, phrase):
            return None
        start = phrase.first if roles or phrase.nouns[0] == phrase.first else phrase.nouns[0]
        sure = entity in ("PER", "PERSON") or bool(roles)
        return Person("name", 1, 1, self.class_of(reading, phrase) if start >= 0 else _ONE_DEFAULT, sure)

    def _guessed(self, reading: Reading, phrase: Phrase) -> Person | None:
        """A noun that no table holds: one person where it ends like an agent ("a juggler")."""
        word = reading.lower[phrase.head]
        article = reading.lower[phrase.first] in ("a", "an")
        if article and reading.tag[phrase.head] == "NN" and not self._is_thing(reading, phrase):
            return Person("single", 1, 1, "civilian", sure=False)
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

    def _is_thing(self, reading: Reading, phrase: Phrase) -> bool:
        return reading.lower[phrase.head] in self._not_people

    def _noun_class(self, reading: Reading, phrase: Phrase) -> tuple[str, str] | None:
        """Class and words of the head noun, longest entry first ("aid worker" before "worker")."""
        end = phrase.head + 1
        for size in range(_LONGEST_NOUN, 0, -1):
            start = end - size
            if start < phrase.first:
                continue
            words = _joined(reading.lower[start:end])
            if words in self._class_of:
                return self._class_of[words], words
        return None

    def _classes(self, reading: Reading, first: int, end: int) -> Iterable[str]:
        """The classes of all known nouns in the words first..end."""
        for i in range(first, end):
            if reading.lower[i] not in self._firsts:
                continue
            for size in range(1, _LONGEST_NOUN + 1):
                words = _joined(reading.lower[i : i + size])
                if i + size <= end and words in self._class_of and self._class_of[words] != "unknown":
                    yield self._class_of[words]

    def _higher(self, one: str, others: Iterable[str]) -> str:
        return min([one, *others], key=lambda name: self._order[name])

    @staticmethod
    def _only(classes: Iterable[str], wanted: tuple[str, ...]) -> list[str]:
        return [name for name in classes if name in wanted]


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" - ", "-")
