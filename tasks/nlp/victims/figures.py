"""Numbers that restate a toll without a harm word: "raised the figure to 15", "the correct number is four"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tasks.nlp.grammar.inflection import all_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.victims.grouping import VictimGroup
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Argument, Links
from tasks.nlp.victims.people import Person
from tasks.nlp.victims.phrases import Phrase

_REVISED_REACH = 5  # words from "raised" to "figure": "raised that provisional figure"
_SENTENCES = 2  # sentences from a toll to what restates it
_OWN_REACH = 8  # words from "the number of" to the harm word: "the number of lawyers and judges murdered"
_LEADS = frozenset({"to", "at", "as"})
_PERCENT = ("%", "percent", "per")


class Figures:
    """Reads figures that point back to a toll; the words come from harms.toml."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where a table is missing."""
        irregular = lexicon.classes("harms", "irregular")
        self._nouns = lexicon.word_set("harms", "shared.figures")
        self._sure = lexicon.word_set("harms", "shared.figure_adjectives")
        self._revised = all_forms(lexicon.words("harms", "shared.revisions"), irregular)

    def read(self, links: Links, groups: Sequence[VictimGroup]) -> Iterator[tuple[HarmCue, Argument]]:
        """The restated numbers, each with the cue of the toll that it restates."""
        told = sorted((g for g in groups if g.kind == "count" and g.low), key=lambda group: group.first)
        for word in range(1, len(links.reading.lower) - 1):
            if word in links.cue_words:
                yield from self._of_body(links, links.cue_words[word], word)
                continue
            phrase = self._restated(links, word)
            whole = self._whole(links, told, word) if phrase is not None else None
            if phrase is not None and whole is not None:
                yield from self._argument(links, whole.cue, phrase, "figure")
            yield from self._ahead(links, word)

    def _restated(self, links: Links, word: int) -> Phrase | None:
        """The number that is said of the figure at `word`."""
        lower = links.reading.lower
        first = links.reading.bounds[links.reading.sentence[word]][0]
        before = lower[max(first, word - _REVISED_REACH) : word]
        if lower[word] in self._nouns:
            if lower[word + 1] in _LEADS and self._revised & set(before):
                return _number_at(links, word + 2)
            if lower[word + 1] in links.be and self._sure & set(before[-1:]):
                return _number_at(links, word + 2)
        if lower[word : word + 2] == ["it", "at"] and lower[word - 1] in self._revised:
            return _number_at(links, word + 2)
        if lower[word] in ("up", "down") and lower[word + 1] == "from" and word > first:
            return _number_at(links, word + 2)
        return None

    def _of_body(self, links: Links, cue: HarmCue, word: int) -> Iterator[tuple[HarmCue, Argument]]:
        """ "put the dead at 70 and the wounded at 200"."""
        lower = links.reading.lower
        if (
            cue.last != word + 1
            or lower[word - 1] != "the"
            or lower[word + 1] not in ("at", "to")
            or cue.form not in ("ed", "")
        ):
            return
        first = links.reading.bounds[links.reading.sentence[word]][0]
        phrase = _number_at(links, word + 2)
        if phrase is not None and self._revised & set(lower[max(first, word - 2 * _REVISED_REACH) : word]):
            yield from self._argument(links, cue, phrase, "figure-of-body")

    def _ahead(self, links: Links, word: int) -> Iterator[tuple[HarmCue, Argument]]:
        """ "brings to five the number of lawyers murdered this year"."""
        lower = links.reading.lower
        phrase = _number_at(links, word + 2) if lower[word] in self._revised and lower[word + 1] == "to" else None
        if phrase is None or phrase.nouns or lower[phrase.end : phrase.end + 1] != ["the"]:
            return
        noun = next((at for at in range(phrase.end + 1, phrase.end + 3) if lower[at : at + 1] == ["number"]), None)
        if noun is None or lower[noun + 1 : noun + 2] != ["of"]:
            return
        for at in range(noun + 2, min(noun + 2 + _OWN_REACH, len(lower))):
            if at in links.cue_words:
                yield from self._argument(links, links.cue_words[at], phrase, "figure-ahead", links.outer(noun + 2))
                return

    @staticmethod
    def _argument(
        links: Links, cue: HarmCue, phrase: Phrase, rule: str, noun: Phrase | None = None
    ) -> Iterator[tuple[HarmCue, Argument]]:
        person = links.people.describe(links.reading, phrase)
        if person is None or person.kind != "count" or not person.sure:
            return
        if noun is not None:
            told = links.people.class_of(links.reading, noun)
            person = Person(person.kind, person.low, person.high, told, sure=True)
        yield cue, Argument(phrase, person, rule)

    @staticmethod
    def _whole(links: Links, told: Sequence[VictimGroup], word: int) -> VictimGroup | None:
        """The last toll before `word`, where it is near."""
        at = bisect_right(told, word, key=lambda group: group.first) - 1
        near = at >= 0 and links.reading.sentence[word] - links.reading.sentence[told[at].first] <= _SENTENCES
        return told[at] if near else None


def _number_at(links: Links, word: int) -> Phrase | None:
    """The number of people that starts at `word`; no share of a hundred."""
    k = links.phrase_of.get(word)
    phrase = links.phrases[k] if k is not None else None
    if phrase is None or phrase.number is None or phrase.first != word:
        return None
    return None if links.reading.lower[phrase.end : phrase.end + 1] in ([each] for each in _PERCENT) else phrase
