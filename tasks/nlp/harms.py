"""`sitrep_harms`: the words that say people were killed, injured, missing, abducted, detained or displaced.

Finds words and their shape only; who suffered is the question of `sitrep_victims`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.inflection import noun_forms, verb_forms
from tasks.nlp.lexicon import Lexicon
from tasks.nlp.reading import Reading, read

Doc.set_extension("harms", default=(), force=True)

HARMS = ("killed", "injured", "missing", "abducted", "detained", "displaced")
_SPLIT_REACH = 9  # words between the parts of a split phrase: "shot four of the young men dead"
_SPLITTABLE = frozenset({"dead", "to", "down", "hostage", "captive", "homeless", "missing", "injured", "wounded", "up",
                         "into", "alive", "hurt", "from", "out", "for", "unaccounted", "with", "prisoner"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class HarmCue:
    """A harm word. `first:end` are words of the Reading; a split phrase ("shot X dead") also has `tail:tail_end`.

    `kind`: verb, intransitive, ergative, weak, noun, adjective, holder, toll, casualty. `form`: base, s, ed, ing for
    verbs, singular or plural for nouns, else empty.
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


@Language.factory("sitrep_harms", default_config={"lexicon": {}})
class Harms:
    """Reads words and part-of-speech tags; writes doc._.harms."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._entries: dict[str, list[_Entry]] = {}
        for entry in _entries(words):
            self._entries.setdefault(entry.words[0], []).append(entry)
        for entries in self._entries.values():
            entries.sort(key=lambda entry: (-len(entry.words), HARMS.index(entry.harm)))
        self._excluded: dict[str, list[tuple[str, ...]]] = {}
        for phrase in words.phrases("harms", "not_harm.phrases"):
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
        end = reading.bounds[reading.sentence[at]][1]
        for entry in self._entries[reading.lower[at]]:
            whole = _matches(reading.lower, at, entry.words, end)
            if whole and _fits(reading, at, entry):
                return _made(reading, entry, at, at + len(entry.words), None)
            if not whole and len(entry.words) > 1 and entry.words[1] in _SPLITTABLE and entry.kind in ("verb", "weak"):
                tail = self._tail(reading.lower, at + 1, entry.words[1:], end)
                if tail is not None:
                    return _made(reading, entry, at, at + 1, tail)
        return None

    def _tail(self, lower: list[str], after: int, rest: tuple[str, ...], end: int) -> int | None:
        """Where `rest` stands within reach after word `after`, without another harm word or a clause between."""
        for word in range(after, min(after + _SPLIT_REACH, end)):
            if _matches(lower, word, rest, end):
                return word
            if lower[word] in self._entries and lower[word] not in rest and word > after:
                return None
            if lower[word] in (";", ".", "who", "which", "when", "while", "after", "before", "said"):
                return None
        return None

    def _is_excluded(self, lower: list[str], at: int) -> bool:
        for *phrase, offset in self._excluded.get(lower[at], ()):
            start = at - int(offset)
            if start >= 0 and lower[start : start + len(phrase)] == phrase:
                return True
        return False


def _entries(words: Lexicon) -> Iterator[_Entry]:
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
        for kind, key in (("noun", "nouns"), ("holder", "holders")):
            for phrase in words.phrases("harms", f"{harm}.{key}"):
                for form, number in noun_forms(phrase[-1]).items():
                    yield _Entry((*phrase[:-1], form), harm, kind, number)
        for phrase in words.phrases("harms", f"{harm}.adjectives"):
            yield _Entry(phrase, harm, "adjective", "")
    yield from _shared_entries(words)


def _shared_entries(words: Lexicon) -> Iterator[_Entry]:
    for phrase in words.phrases("harms", "shared.tolls"):
        yield _Entry(phrase, "killed", "toll", "")
    for phrase in words.phrases("harms", "shared.injured_tolls"):
        yield _Entry(phrase, "injured", "toll", "")
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
    if len(entry.words) > 1 or entry.form == "ed":
        return True
    if entry.kind in ("verb", "intransitive", "ergative", "weak"):
        return pos in ("VERB", "AUX", "X") or (pos == "NOUN" and reading.lower[at - 1 : at] == ["to"])
    if entry.kind in ("noun", "holder", "casualty"):
        return pos in ("NOUN", "PROPN", "ADJ", "X")
    return True


def _made(reading: Reading, entry: _Entry, first: int, end: int, tail: int | None) -> HarmCue:
    tail_end = tail + len(entry.words) - 1 if tail is not None else None
    start, stop = reading.span(first, end)
    return HarmCue(entry.harm, entry.kind, entry.form, first, end, tail, tail_end, start, stop)
