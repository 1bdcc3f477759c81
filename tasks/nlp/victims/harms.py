"""`sitrep_harms`: the words that say people were killed, injured, missing, abducted, detained or displaced.

Finds words and their shape only; who suffered is the question of `sitrep_victims`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.victims.harm_phrases import HARMS, HarmPhrase, harm_entries

Doc.set_extension("harms", default=(), force=True)

_SPLIT_REACH = 9  # words between the parts of a split phrase: "shot four of the young men dead"
_AMONG_REACH = 12  # words from a conditional verb to those it needs: "were treated at the scene for minor burns"
_LOSS_REACH = 6  # words from "lost" to the people: "lost his wife", "lost at least 14 young soldiers"


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


@Language.factory("sitrep_harms", default_config={"lexicon": {}})
class Harms:
    """Reads words and part-of-speech tags; writes doc._.harms."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._entries: dict[str, list[HarmPhrase]] = {}
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
            if len(phrase) > 1:
                self._exclude(tuple(" - ".join(phrase).split()))  # "long-shot", "die-hard"
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
        if _is_compound(reading, at):
            entries = [entry for entry in entries if entry.form not in ("base", "s", "ing") or len(entry.words) > 1]
        return self._whole(reading, at, entries) or self._split(reading, at, entries)

    def _whole(self, reading: Reading, at: int, entries: list[HarmPhrase]) -> HarmCue | None:
        """The longest phrase that stands at word `at`."""
        end = reading.bounds[reading.sentence[at]][1]
        for entry in entries:
            if entry.kind == "loss":
                if self._lost & set(reading.lower[at + 1 : min(at + _LOSS_REACH, end)]):
                    return _made(reading, replace(entry, kind="verb"), at, at + 1)
                continue
            stands = _matches(reading.lower, at, entry.words, end) and _fits(reading, at, entry)
            if not stands or not _is_among(reading, at, entry):
                continue
            if len(entry.words) > 1 or not self._split(reading, at, entries):
                return _made(reading, entry, at, at + len(entry.words))
        return None

    def _split(self, reading: Reading, at: int, entries: list[HarmPhrase]) -> HarmCue | None:
        """The longest phrase whose first word stands at `at` and whose others follow: "shot four men dead"."""
        end = reading.bounds[reading.sentence[at]][1]
        near = frozenset(reading.lower[at + 1 : min(end, at + 2 * _SPLIT_REACH)])
        for entry in entries:
            if entry.words[-1] in near and self._can_split(entry) and not _matches(reading.lower, at, entry.words, end):
                rest = entry.words[1:]
                tail = self._tail(reading.lower, at + 1, rest, end)
                tail_end = tail + len(rest) if tail is not None else None
                if tail is None and len(rest) > 1 and rest[-1] in self._split_objects:
                    tail, tail_end = self._gapped(reading.lower, at + 1, rest, end)
                if tail is not None and tail_end is not None and _is_among(reading, at, entry):
                    return _made(reading, entry, at, at + 1, tail, tail_end)
        return None

    def _can_split(self, entry: HarmPhrase) -> bool:
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
            begins = word > after and lower[word] in self._entries and lower[word] not in rest
            if begins and not (rest[-1] in self._split_objects and not self._says_harm(lower, word, end)):
                return None
            if lower[word] in self._split_stops:
                return None
        return None

    def _says_harm(self, lower: list[str], word: int, end: int) -> bool:
        """Whether a whole phrase of the lexicon stands at `word`: "bullet wound" only begins as one does."""
        return any(_matches(lower, word, entry.words, end) for entry in self._entries.get(lower[word], ()))

    def _gapped(
        self, lower: list[str], after: int, rest: tuple[str, ...], end: int
    ) -> tuple[int, int] | tuple[None, None]:
        """Where all but the last word of `rest` stand, and behind the last: "survived with two gunshot wounds"."""
        tail = self._tail(lower, after, rest[:-1], end)
        if tail is None:
            return None, None
        hurt = self._tail(lower, tail + len(rest) - 1, rest[-1:], min(end, tail + _SPLIT_REACH))
        near = hurt is not None and "," not in lower[tail:hurt]
        return (tail, hurt + 1) if near and hurt is not None else (None, None)

    def _is_excluded(self, lower: list[str], at: int) -> bool:
        for *phrase, offset in self._excluded.get(lower[at], ()):
            start = at - int(offset)
            if start >= 0 and lower[start : start + len(phrase)] == phrase:
                return True
        active = any(tuple(lower[at : at + len(phrase)]) == phrase for phrase in self._active_only)
        return active and not self._be & set(lower[max(0, at - 2) : at])


def _is_compound(reading: Reading, at: int) -> bool:
    """The "lashing" of "tongue-lashing", the "kill" of "over-kill": behind a hyphen that no space parts."""
    if at < 2 or reading.lower[at - 1] != "-":  # noqa: PLR2004  # a word and the hyphen
        return False
    return not any(reading.tokens[word].whitespace_ for word in (at - 2, at - 1))


def _is_among(reading: Reading, at: int, entry: HarmPhrase) -> bool:
    """Whether the words that a conditional verb needs stand about it in its sentence."""
    first, end = reading.bounds[reading.sentence[at]]
    before = set(reading.lower[max(first, at - _AMONG_REACH) : at])
    behind = set(reading.lower[at + 1 : min(end, at + _AMONG_REACH)])
    return not (entry.before and not entry.before & before) and not (entry.behind and not entry.behind & behind)


def _matches(lower: list[str], at: int, phrase: tuple[str, ...], end: int) -> bool:
    if at + len(phrase) > end:
        return False
    return all(word in ("_", lower[at + i]) for i, word in enumerate(phrase))


def _fits(reading: Reading, at: int, entry: HarmPhrase) -> bool:
    """Whether the tagger leaves room for this reading of an ambiguous word ("wounds", "murder", "arrest", "body")."""
    pos = reading.pos[at]
    if entry.form == "ing" and len(entry.words) == 1:
        nominal = reading.pos[at - 1 : at] == ["DET"] or reading.lower[at + 1 : at + 2] == ["of"]
        return not nominal
    if entry.kind == "deed":
        return pos in ("NOUN", "PROPN", "VERB") and _next(reading, at, entry) == ["of"]
    if entry.kind == "weak" and pos == "NOUN" and reading.tag[at - 1 : at] in (["PRP$"], ["JJ"], ["DT"], ["JJS"]):
        return len(entry.words) > 1  # "pulled his shot", "their best shot"
    if len(entry.words) > 1 or entry.form == "ed":
        return True
    return _fits_word(reading, at, entry)


def _fits_word(reading: Reading, at: int, entry: HarmPhrase) -> bool:
    """The same for one word in a form that is a verb's, a noun's or an adjective's."""
    pos = reading.pos[at]
    if entry.kind in ("verb", "intransitive", "ergative", "weak"):
        to_noun = pos == "NOUN" and reading.lower[at - 1 : at] == ["to"]
        return pos in ("VERB", "AUX", "X") or to_noun or _is_headline_verb(reading, at, entry)
    if entry.words == ("missing",) and _has_object(reading, at):
        return False
    if entry.kind in ("noun", "holder", "casualty"):
        return pos in ("NOUN", "PROPN", "ADJ", "X") and not _is_headline_verb(reading, at, entry)
    return True


def _has_object(reading: Reading, at: int) -> bool:
    """ "is missing its goal": nobody is."""
    return bool(reading.objects.get(at)) and reading.tag[at + 1 : at + 2] in (["DT"], ["PRP$"])


def _next(reading: Reading, at: int, entry: HarmPhrase) -> list[str]:
    end = at + len(entry.words)
    return reading.lower[end : end + 1]


def _is_headline_verb(reading: Reading, at: int, entry: HarmPhrase) -> bool:
    """ "Police arrest 14", "Landslide displaces 600 families": taken for nouns, but a number follows like an object."""
    before, after = reading.pos[at - 1 : at], reading.pos[at + 1 : at + 2]
    subject = before in (["NOUN"], ["PROPN"]) or (entry.form == "s" and reading.lower[at - 1 : at] == [","])
    return subject and after == ["NUM"] and reading.tag[at] in ("NN", "NNS", "NNP", "NNPS")


def _made(
    reading: Reading, entry: HarmPhrase, first: int, end: int, tail: int | None = None, tail_end: int | None = None
) -> HarmCue:
    start, stop = reading.span(first, end)
    return HarmCue(entry.harm, entry.kind, entry.form, first, end, tail, tail_end, start, stop)


__all__ = ["HARMS", "HarmCue", "Harms", "harm_entries"]
