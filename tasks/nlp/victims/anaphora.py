"""Deaths said of people told of before: "kidnapped a man and his son; the victims were found dead", "killing them".

Such words are no claims (casualty-claims.md, section 9: bare plurals), but where a text counts its dead in no other way
they are its toll.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.nlp.grammar.inflection import all_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.victims.grouping import VictimGroup
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Links
from tasks.nlp.victims.phrases import Phrase
from tasks.nlp.victims.subjects import Subjects
from tasks.nlp.victims.voice import Voices

_SENTENCES_BACK = 6  # to those taken or hurt before
_NEAR_BACK = 1  # sentences to people of whom no harm was said: "they met two guards and killed them"
_MET = 12  # phrases looked at on the way back
_UNREAL_REACH = 4
_FOUND_REACH = 10  # words between "their bodies" and "found"
_HELD = frozenset({"abducted", "missing", "injured", "detained"})
_ARMED = frozenset({"attacker", "militant"})


@dataclass(frozen=True, slots=True)
class Implied:
    """A number that the text says of people by pointing back to them. `first`: word of the Reading."""

    harm: str
    count: int
    first: int


class Anaphora:
    """Knows the words that point back to people (victims.toml, scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where a table is missing."""
        self._heads = lexicon.word_set("scope", "anaphora.heads")
        self._pointers = lexicon.word_set("scope", "anaphora.pointers")
        self._pronouns = lexicon.word_set("scope", "anaphora.pronouns")
        self._owners = lexicon.numbers("scope", "anaphora.owners")
        self._unreal = lexicon.word_set("scope", "anaphora.unreal")
        irregular = lexicon.classes("harms", "irregular")
        self._found = all_forms(lexicon.words("harms", "shared.found"), irregular)

    def read(self, links: Links, groups: Sequence[VictimGroup]) -> Iterator[Implied]:
        """The deaths that no group of victims holds, in order of the text."""
        told = {group.cue.first for group in groups}
        for cue in links.cues:
            if cue.harm != "killed" or cue.first in told or self._is_unreal(links, cue):
                continue
            count = self._bodies(links, cue, groups) if cue.kind == "holder" else self._pointed(links, cue, groups)
            if count:
                yield Implied(cue.harm, count, cue.first)

    def _is_unreal(self, links: Links, cue: HarmCue) -> bool:
        """ "threatened to kill them", "they were not killed", "would have died"."""
        before = links.reading.lower[max(0, cue.first - _UNREAL_REACH) : cue.first]
        return cue.form in ("base", "s") or bool(self._unreal & set(before))

    def _bodies(self, links: Links, cue: HarmCue, groups: Sequence[VictimGroup]) -> int:
        """ "his body was found", "their bodies were recovered"."""
        reading = links.reading
        k = links.phrase_of.get(cue.first)
        owner = reading.lower[links.phrases[k].first] if k is not None else ""
        end = min(reading.bounds[reading.sentence[cue.first]][1], cue.end + _FOUND_REACH)
        named = k is not None and any(reading.tag[i] == "POS" for i in range(links.phrases[k].first, cue.first))
        if not (named or owner in self._owners) or not self._found & set(reading.lower[cue.end : end]):
            return 0
        before = self._told_before(links, links.phrases[k], groups) if k is not None else 0
        return min(before, self._owners.get(owner, 1))

    def _pointed(self, links: Links, cue: HarmCue, groups: Sequence[VictimGroup]) -> int:
        """ "the hostages were executed", "killing them"."""
        phrase = _argument(links, cue)
        if phrase is None or not self._points_back(links, phrase):
            return 0
        return self._told_before(links, phrase, groups) or _met_before(links, phrase)

    def _points_back(self, links: Links, phrase: Phrase) -> bool:
        lower = links.reading.lower
        if phrase.kind == "pronoun":
            return lower[phrase.head] in self._pronouns
        definite = phrase.number is None and phrase.of is None and lower[phrase.first] in self._pointers
        return definite and lower[phrase.head] in self._heads

    @staticmethod
    def _told_before(links: Links, phrase: Phrase, groups: Sequence[VictimGroup]) -> int:
        """How many were taken, lost or hurt in the last number before."""
        here = links.reading.sentence[phrase.first]
        near = links.reading.bounds[max(0, here - _SENTENCES_BACK)][0]
        told = (g for g in groups if near <= g.first < phrase.first)
        before = [g for g in told if g.harm in _HELD and g.kind != "none" and not g.inside]
        if not before or here - links.reading.sentence[before[-1].first] > _SENTENCES_BACK:
            return 0
        return sum(group.low or 0 for group in before if group.cue is before[-1].cue)


def _argument(links: Links, cue: HarmCue) -> Phrase | None:
    """Whom the harm is said of, plural or not."""
    if cue.kind not in ("verb", "intransitive", "ergative", "adjective"):
        return None
    subjects = Subjects(links)
    if cue.kind != "adjective" and Voices(links).of(cue) == "active":
        return links.object_phrase(cue)
    word = cue.first - 1
    while word > 0 and word not in links.phrase_of and links.is_verb_group(word):
        word -= 1
    return links.outer(word) or subjects.parsed(cue)


def _met_before(links: Links, phrase: Phrase) -> int:
    """The nearest people before, unarmed, with a number: "they met two guards and killed them"."""
    here, k = links.reading.sentence[phrase.first], links.phrase_of[phrase.first] - 1
    floor = max(0, k - _MET)
    while k >= floor and here - links.reading.sentence[links.phrases[k].first] <= _NEAR_BACK:
        members = links.coordination.around(links.phrases[k], limit=phrase.first)
        people = [links.people.describe(links.reading, each) for each in members]
        known = [each for each in people if each is not None and each.kind in ("count", "single", "name") and each.sure]
        count = sum(each.low or 0 for each in known if each.victim_class not in _ARMED)
        if count > 1 and len(known) == len(people):
            return count
        k -= 1
    return 0
