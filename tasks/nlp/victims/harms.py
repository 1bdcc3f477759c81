"""`sitrep_harms`: the words that say people were killed, injured, missing, abducted, detained or displaced.

Finds words and their shape only; who suffered is the question of `sitrep_victims`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.grammar.inflection import noun_forms, verb_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, read

Doc.set_extension("harms", default=(), force=True)

HARMS = ("killed", "injured", "missing", "abducted", "detained", "displaced")
_SPLIT_REACH = 9  # words between the parts of a split phrase: "shot four of the young men dead"
_AMONG_REACH = 12  # words from a conditional verb to those it needs: "were treated at the scene for minor burns"
_LOSS_REACH = 6  # words from "lost" to the people: "lost his wife", "lost at least 14 young soldiers"
_TOLLS = {"tolls": "killed", "injured_tolls": "injured", "missing_tolls": "missing", "detained_tolls": "detained",
          "displaced_tolls": "displaced"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HarmCue:
    """A harm word. `first:end` are words of the Reading; a split phrase ("shot X dead") also has `tail:tail_end`.

    `kind`: verb, intransitive, ergative, weak, noun, deed, adjective, holder, toll, casualty. `form`: base, s, ed, ing
    for verbs, singular or plural for nouns, else empty.
    """

    harm: str
    kind: str
    form: str
    first: int
    end: int
    tail: int | None
    tail_end: int | None
    start: int  # characters
    stop: int

    @property
    def last(self) -> int:
        """The word after all its parts."""
        return self.tail_end if self.tail_end is not None else self.end


@dataclass(frozen=True, slots=True)
class _Entry:
    """One phrase of the lexicon under the form of its first word."""

    words: tuple[str, ...]
    harm: str
    kind: str
    form: str
    before: frozenset[str] = frozenset()  # one of these stands before it in the sentence, where any are given
    behind: frozenset[str] = frozenset()  # one of these follows


@Language.factory("sitrep_harms", default_config={"lexicon": {}})
class Harms:
    """Reads words and part-of-speech tags; writes doc._.harms."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._entries: dict[str, list[_Entry]] = {}
        for entry in harm_entries(words):
            self._entries.setdefault(entry.words[0], []).append(entry)
        for entries in self._entries.values():
            entries.sort(key=lambda entry: (-len(entry.words), HARMS.index(entry.harm)))
        self._splittable = words.word_set("harms", "shared.splittable")
        self._split_objects = words.word_set("harms", "shared.splittable_objects")
        self._split_stops = words.word_set("harms", "shared.split_stops")
        self._be = words.word_set("harms", "shared.be")
        self._lost = words.word_set("harms", "shared.lost_people")
        self._excluded: dict[str, list[tuple[str, ...]]] = {}
        for phrase in words.phrases("harms", "not_harm.phrases"):
            self._exclude(phrase)
        self._active_only = words.phrases("harms", "not_harm.active_phrases")

    def _exclude(self, phrase: tuple[str, ...]) -> None:
        for offset, word in enumerate(phrase):
            if word in self._entries:
                self._excluded.setdefault(word, []).append((*phrase, str(offset)))

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.harms, in order of the text; no two cues share a word."""
        doc._.harms = tuple(self._cues(read(doc)))
        return doc

    def _cues(self, reading: Reading) -> Iterator[HarmCue]:
        taken: set[int] = set()
        at = 0
        while at < len(reading.lower):
            if reading.sentence[at] in reading.tables:
                at = reading.bounds[reading.sentence[at]][1]
                continue
            cue = self._cue(reading, at) if at not in taken and reading.lower[at] in self._entries else None
            if cue is None:
                at += 1
                continue
            yield cue
            if cue.tail is not None and cue.tail_end is not None:
                taken.update(range(cue.tail, cue.tail_end))
            at = cue.end

    def _cue(self, reading: Reading, at: int) -> HarmCue | None:
        if self._is_excluded(reading.lower, at):
            return None
        entries = self._entries[reading.lower[at]]
        return self._whole(reading, at, entries) or self._split(reading, at, entries)

    def _whole(self, reading: Reading, at: int, entries: list[_Entry]) -> HarmCue | None:
        """The longest phrase that stands at word `at`."""
        end = reading.bounds[reading.sentence[at]][1]
        for entry in entries:
            if entry.kind == "loss":
                if self._lost & set(reading.lower[at + 1 : min(at + _LOSS_REACH, end)]):
                    return _made(reading, replace(entry, kind="verb"), at, at + 1, None)
                continue
            stands = _matches(reading.lower, at, entry.words, end) and _fits(reading, at, entry)
            if not stands or not _is_among(reading, at, entry):
                continue
            if len(entry.words) > 1 or not self._split(reading, at, entries):
                return _made(reading, entry, at, at + len(entry.words), None)
        return None

    def _split(self, reading: Reading, at: int, entries: list[_Entry]) -> HarmCue | None:
        """The longest phrase whose first word stands at `at` and whose others follow: "shot four men dead"."""
        end = reading.bounds[reading.sentence[at]][1]
        for entry in entries:
            if self._can_split(entry) and not _matches(reading.lower, at, entry.words, end):
                tail = self._tail(reading.lower, at + 1, entry.words[1:], end)
                if tail is not None and _is_among(reading, at, entry):
                    return _made(reading, entry, at, at + 1, tail)
        return None

    def _can_split(self, entry: _Entry) -> bool:
        """ "shot four dead"; "suffered minor head injuries"."""
        if len(entry.words) == 1:
            return False
        if entry.kind == "intransitive":
            return entry.words[-1] in self._split_objects
        return entry.kind in ("verb", "weak") and entry.words[1] in self._splittable

    def _tail(self, lower: list[str], after: int, rest: tuple[str, ...], end: int) -> int | None:
        """Where `rest` stands within reach after word `after`, without another harm word or a clause between."""
        for word in range(after, min(after + _SPLIT_REACH, end)):
            if _matches(lower, word, rest, end):
                return word
            if lower[word] in self._entries and lower[word] not in rest and word > after:
                return None
            if lower[word] in self._split_stops:
                return None
        return None

    def _is_excluded(self, lower: list[str], at: int) -> bool:
        for *phrase, offset in self._excluded.get(lower[at], ()):
            start = at - int(offset)
            if start >= 0 and lower[start : start + len(phrase)] == phrase:
                return True
        active = any(tuple(lower[at : at + len(phrase)]) == phrase for phrase in self._active_only)
        return active and not self._be & set(lower[max(0, at - 2) : at])


def harm_entries(words: Lexicon) -> Iterator[_Entry]:
    """Every phrase of harms.toml with every form of the word that inflects."""
    irregular = words.classes("harms", "irregular")
    for harm in HARMS:
        for kind, key in (
            ("verb", "verbs"),
            ("intransitive", "intransitive"),
            ("ergative", "ergative"),
            ("weak", "weak"),
        ):
            for phrase in words.phrases("harms", f"{harm}.{key}"):
                yield from _verb_entries(phrase, harm, kind, irregular)
        for kind, key in (("noun", "nouns"), ("holder", "holders"), ("deed", "weak_nouns")):
            for phrase in _tokens(words, f"{harm}.{key}"):
                for form, number in noun_forms(phrase[-1]).items():
                    yield _Entry((*phrase[:-1], form), harm, kind, number)
        for phrase in _tokens(words, f"{harm}.adjectives"):
            yield _Entry(phrase, harm, "adjective", "")
    for phrase in words.phrases("harms", "shared.losses"):
        yield from (replace(entry, kind="loss") for entry in _verb_entries(phrase, "killed", "verb", irregular))
    yield from _shared_entries(words)
    yield from _conditional_entries(words)


def _conditional_entries(words: Lexicon) -> Iterator[_Entry]:
    """Verbs of harms.toml `conditions`, with the words that must stand about them, and blows with the part hit."""
    irregular = words.classes("harms", "irregular")
    for name in words.tables["harms"]["conditions"]:
        table = words.classes("harms", f"conditions.{name}")
        before, behind = (frozenset(table.get(key, ())) for key in ("before", "behind"))
        for phrase in table["verbs"]:
            for entry in _verb_entries(
                tuple(phrase.split()), table["harm"][0], table.get("kind", ("verb",))[0], irregular
            ):
                yield replace(entry, before=before, behind=behind)
    for verb in words.words("harms", "shared.struck"):
        for part in words.words("harms", "shared.body_parts"):
            yield from _verb_entries((verb, "in", "_", part), "injured", "weak", irregular)


def _is_among(reading: Reading, at: int, entry: _Entry) -> bool:
    """Whether the words that a conditional verb needs stand about it in its sentence."""
    first, end = reading.bounds[reading.sentence[at]]
    before = set(reading.lower[max(first, at - _AMONG_REACH) : at])
    behind = set(reading.lower[at + 1 : min(end, at + _AMONG_REACH)])
    return not (entry.before and not entry.before & before) and not (entry.behind and not entry.behind & behind)


def _tokens(words: Lexicon, key: str) -> Iterator[tuple[str, ...]]:
    """The phrases as the tokeniser cuts them: "round-up" is three words."""
    for phrase in words.phrases("harms", key):
        yield tuple(" ".join(phrase).replace("-", " - ").split())


def _shared_entries(words: Lexicon) -> Iterator[_Entry]:
    for key, harm in _TOLLS.items():
        for phrase in words.phrases("harms", f"shared.{key}"):
            yield _Entry(phrase, harm, "toll", "")
    for phrase in words.phrases("harms", "shared.casualties"):
        for form, number in noun_forms(phrase[-1]).items():
            yield _Entry((form,), "killed", "casualty", number)


def _verb_entries(
    phrase: tuple[str, ...], harm: str, kind: str, irregular: dict[str, tuple[str, ...]]
) -> Iterator[_Entry]:
    inflected = 1 if phrase[0] in ("fatally", "mortally", "severely") else 0
    for word, form in verb_forms(phrase[inflected], irregular).items():
        words = (*phrase[:inflected], word, *phrase[inflected + 1 :])
        yield _Entry(_agreeing(words, form), harm, kind, form)


def _agreeing(words: tuple[str, ...], form: str) -> tuple[str, ...]:
    """ "shoot and kill" inflects both verbs."""
    if len(words) == 3 and words[1] == "and":  # noqa: PLR2004  # verb, and, verb
        second = next((w for w, f in verb_forms(words[2], {}).items() if f == form), words[2])
        return (words[0], "and", second)
    return words


def _matches(lower: list[str], at: int, phrase: tuple[str, ...], end: int) -> bool:
    if at + len(phrase) > end:
        return False
    return all(word in ("_", lower[at + i]) for i, word in enumerate(phrase))


def _fits(reading: Reading, at: int, entry: _Entry) -> bool:
    """Whether the tagger leaves room for this reading of an ambiguous word ("wounds", "murder", "arrest", "body")."""
    pos = reading.pos[at]
    if entry.form == "ing" and len(entry.words) == 1:
        nominal = reading.pos[at - 1 : at] == ["DET"] or reading.lower[at + 1 : at + 2] == ["of"]
        return not nominal
    if entry.kind == "deed":
        return pos in ("NOUN", "PROPN", "VERB") and _next(reading, at, entry) == ["of"]
    if len(entry.words) > 1 or entry.form == "ed":
        return True
    if entry.kind in ("verb", "intransitive", "ergative", "weak"):
        to_noun = pos == "NOUN" and reading.lower[at - 1 : at] == ["to"]
        return pos in ("VERB", "AUX", "X") or to_noun or _is_headline_verb(reading, at, entry)
    if entry.kind in ("noun", "holder", "casualty"):
        return pos in ("NOUN", "PROPN", "ADJ", "X") and not _is_headline_verb(reading, at, entry)
    return True


def _next(reading: Reading, at: int, entry: _Entry) -> list[str]:
    end = at + len(entry.words)
    return reading.lower[end : end + 1]


def _is_headline_verb(reading: Reading, at: int, entry: _Entry) -> bool:
    """ "Police arrest 14", "Landslide displaces 600 families": taken for nouns, but a number follows like an object."""
    before, after = reading.pos[at - 1 : at], reading.pos[at + 1 : at + 2]
    subject = before in (["NOUN"], ["PROPN"]) or (entry.form == "s" and reading.lower[at - 1 : at] == [","])
    return subject and after == ["NUM"] and reading.tag[at] in ("NN", "NNS", "NNP", "NNPS")


def _made(reading: Reading, entry: _Entry, first: int, end: int, tail: int | None) -> HarmCue:
    tail_end = tail + len(entry.words) - 1 if tail is not None else None
    start, stop = reading.span(first, end)
    return HarmCue(entry.harm, entry.kind, entry.form, first, end, tail, tail_end, start, stop)
