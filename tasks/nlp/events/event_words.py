"""Event words of events.toml and where they stand: verbs and nouns in all their forms, phrases with small gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.errors import LexiconError
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.grammar.vocabulary import table, words

MAX_GAP = 2  # words that may stand between two of a phrase: "seized several weapons"
WIDE_GAP = 5  # ... where the phrase says so with a star: "set up * base"
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_COMPANY = 20  # words around in which a word that another needs may stand
_LONG = 7  # letters of a disaster word that is hardly anything else: "landslide", but not "storm"
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of [kinds]: what a word for such an event says about it."""

    name: str
    type: str
    mode: str | None
    sub_event: str | None
    hazard: str | None
    rank: float
    weak: bool
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words first..end name an event; `head` is the word that carries its arguments."""

    first: int
    end: int
    head: int
    kind: Kind
    verbal: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: tuple[frozenset[str], ...]
    kind: Kind
    form: str  # verb, noun, phrase
    gaps: tuple[int, ...] = ()  # words that may stand before each of `words`


class EventWords:
    """The compiled vocabulary."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.irregular: dict[str, list[str]] = dict(table(lexicon, "events", "irregular"))
        self.not_before = words(lexicon, "events", "company.not_before")
        self.not_after = words(lexicon, "events", "company.not_after")
        self.not_before_fire = words(lexicon, "events", "fires.not_before")
        self.not_after_fire = words(lexicon, "events", "fires.not_after")
        self._patterns: defaultdict[str, list[_Pattern]] = defaultdict(list)
        for name, row in table(lexicon, "events", "kinds").items():
            self._compile(name, row)
        for patterns in self._patterns.values():
            patterns.sort(key=lambda pattern: (-len(pattern.words), pattern.form != "phrase", -pattern.kind.rank))

    def _compile(self, name: str, row: Mapping[str, Any]) -> None:
        if "type" not in row or "rank" not in row:
            raise LexiconError("events", f"kinds.{name}", "needs a type and a rank")
        kind = Kind(
            name=name,
            type=row["type"],
            mode=row.get("mode"),
            sub_event=row.get("sub_event"),
            hazard=row.get("hazard"),
            rank=float(row["rank"]),
            weak=bool(row.get("weak")),
            needs=frozenset(row.get("needs", ())),
        )
        for verb in row.get("verbs", ()):
            *lead, last = parts(verb)
            self._add((*(frozenset({word}) for word in lead), self.forms(last)), kind, "verb")
        for noun in row.get("nouns", ()):
            *lead, last = parts(noun)
            self._add((*(frozenset({word}) for word in lead), frozenset({last, plural(last)})), kind, "noun")
        for phrase in row.get("phrases", ()):
            first, *rest = parts(phrase)
            heads = frozenset(form for verb in first.split("|") for form in self.forms(verb))
            plain = [word for word in rest if word != "*"]
            wide = [rest[at - 1] == "*" for at, word in enumerate(rest) if word != "*"]
            gaps = (0, *(WIDE_GAP if far else MAX_GAP for far in wide))
            self._add((heads, *(frozenset(word.split("|")) for word in plain)), kind, "phrase", gaps)

    def _add(self, pattern: tuple[frozenset[str], ...], kind: Kind, form: str, gaps: tuple[int, ...] = ()) -> None:
        for word in pattern[0]:
            self._patterns[word].append(_Pattern(pattern, kind, form, gaps or (0,) * len(pattern)))

    def cues(self) -> Iterator[tuple[str, tuple[frozenset[str], ...]]]:
        """The first word of each pattern with the words that must follow or stand near, for a look-up in advance."""
        for first, patterns in self._patterns.items():
            for pattern in patterns:
                yield first, pattern.words[1:]

    def forms(self, verb: str) -> frozenset[str]:
        """Every form of a verb, lower case: kill, kills, killed, killing."""
        irregular = self.irregular.get(verb, [])
        return frozenset({verb, third_person(verb), gerund(verb, irregular), *(irregular or [past(verb)])})

    def find(self, reading: Reading, first: int, end: int) -> Iterator[Trigger]:
        """Triggers among the words first..end, the longest at each word, without overlap."""
        i = first
        while i < end:
            trigger = self._at(reading, i, end)
            if trigger is not None:
                yield trigger
                i = trigger.end
            else:
                i += 1

    def _at(self, reading: Reading, i: int, end: int) -> Trigger | None:
        for pattern in self._patterns.get(reading.lower[i], ()):
            stop = _match(pattern, reading.lower, i, end)
            if stop is not None and self._fits(pattern, reading, i, stop, end):
                head = i if pattern.form != "noun" else stop - 1
                verbal = pattern.form == "verb" or (pattern.form == "phrase" and reading.pos[i] in _VERBAL)
                return Trigger(i, stop, head, pattern.kind, verbal)
        return None

    def _fits(self, pattern: _Pattern, reading: Reading, i: int, stop: int, end: int) -> bool:
        """Part of speech, and the company that a word keeps."""
        opens = reading.bounds[reading.sentence[i]][0] == i
        around = reading.lower[max(0, i - _COMPANY) : min(end, stop + _COMPANY)]
        if _is_name(reading, i, stop) and not (opens and pattern.kind.type == "HAZARD"):
            return False
        if pattern.kind.needs and pattern.kind.needs.isdisjoint(around):
            return False
        if pattern.form == "verb":
            return self._is_verb(reading, i)
        if pattern.form == "phrase":
            return not self._is_noun_of_fire(reading, i)
        return len(pattern.words) > 1 or self._is_noun(pattern, reading, i, opens=opens)

    def _is_noun_of_fire(self, reading: Reading, i: int) -> bool:
        """ "a fire broke out at a factory": nobody fires at it."""
        return reading.lower[i] in {"fire", "fires"} and reading.pos[i] == "NOUN" and self._is_blaze(reading, i)

    def _is_noun(self, pattern: _Pattern, reading: Reading, i: int, *, opens: bool) -> bool:
        word, pos = reading.lower[i], reading.pos[i]
        if word in {"fire", "fires"} and not self._is_blaze(reading, i):
            return False
        if self._names_other(reading, i, i + 1) or reading.tokens[i].text == "March":
            return False
        sure = pattern.kind.type == "HAZARD" and (opens or len(word) > _LONG)
        return pos in _NOMINAL or word.endswith("ing") or sure

    def _is_verb(self, reading: Reading, i: int) -> bool:
        """The tagger's word for it, or a past form right after its subject that the tagger took for another word."""
        loose = reading.dep(i) in {"amod", "compound"}
        if reading.pos[i] in _VERBAL and not loose:
            return True
        after_noun = i > 0 and reading.pos[i - 1] in _NOMINAL and reading.sentence[i - 1] == reading.sentence[i]
        return after_noun and reading.lower[i].endswith("ed") and reading.pos[i] in {"VERB", "ADJ", "ADP"}

    def _names_other(self, reading: Reading, i: int, stop: int) -> bool:
        """ "Riot police", "attack helicopter", "smoke grenades": the word only says what kind something else is."""
        after = reading.lower[stop] if stop < len(reading.lower) else ""
        before = reading.lower[i - 1] if i else ""
        return after in self.not_before or before in self.not_after

    def _is_blaze(self, reading: Reading, i: int) -> bool:
        before = reading.lower[i - 1] if i else ""
        after = reading.lower[i + 1] if i + 1 < len(reading.lower) else ""
        return before not in self.not_before_fire and after not in self.not_after_fire


def _is_name(reading: Reading, i: int, stop: int) -> bool:
    """Whether the word is a part of somebody's name ("Amnesty International")."""
    token = reading.tokens[i]
    named = token.ent_type_ in {"ORG", "PER", "PERSON"} and token.text[0].isupper()
    return named and reading.pos[stop - 1] == "PROPN"


def _match(pattern: _Pattern, lower: Sequence[str], i: int, end: int) -> int | None:
    """The word after the pattern at `i`, or None; only phrases may have gaps."""
    at = i + 1
    for wanted, gap in zip(pattern.words[1:], pattern.gaps[1:], strict=True):
        limit = min(at + gap + 1, end)
        at = next((n + 1 for n in range(at, limit) if lower[n] in wanted), 0)
        if not at:
            return None
    return at


def parts(words: str) -> list[str]:
    """Words as the tokeniser cuts them: at spaces and at hyphens, which stay."""
    return words.replace("-", " - ").split()


def plural(noun: str) -> str:
    """The regular plural of an English noun."""
    if noun.endswith("man"):
        return noun[:-3] + "men"
    return third_person(noun)


def third_person(verb: str) -> str:
    """kill -> kills, crash -> crashes, deny -> denies."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def past(verb: str) -> str:
    """The regular past: kill -> killed, raid -> raided, storm -> stormed."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"


def gerund(verb: str, irregular: Sequence[str] = ()) -> str:
    """kill -> killing, strike -> striking; an irregular -ing form of the table wins."""
    for form in irregular:
        if form.endswith("ing"):
            return form
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    if verb in {"hit", "put", "set", "cut", "run", "win", "get", "shut", "slit"}:
        return verb + verb[-1] + "ing"
    return verb + "ing"
