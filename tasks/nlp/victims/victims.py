"""`sitrep_victims`: who suffered each harm, and how many (casualty-claims.md, sections 1 to 3)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.victims.anaphora import Anaphora
from tasks.nlp.victims.arguments import Linker
from tasks.nlp.victims.elision import with_elided_class
from tasks.nlp.victims.figures import Figures
from tasks.nlp.victims.grouping import Grouper, VictimGroup, merged_names
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.identity import Identities
from tasks.nlp.victims.links import Argument, Links
from tasks.nlp.victims.nominal import Nominal
from tasks.nlp.victims.parts import Parts
from tasks.nlp.victims.people import People
from tasks.nlp.victims.phrases import Chunker, Phrase
from tasks.nlp.victims.roll_calls import RollCalls
from tasks.nlp.victims.subjects import Subjects
from tasks.nlp.victims.subsets import Inclusions
from tasks.nlp.victims.trailing import trailing
from tasks.nlp.victims.voice import Voices

_LAST = 4  # numbers before with which a new one may be the same

Doc.set_extension("victims", default=(), force=True)
Doc.set_extension("implied", default=(), force=True)  # deaths that point back to people told of before: no claims


@Language.factory("sitrep_victims", default_config={"lexicon": {}})
class Victims:
    """Reads doc._.numbers, doc._.harms, doc._.dates, tags and the parse; writes doc._.victims."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._words = words
        self._people = People(words)
        self._people_words = self._people.words
        self._calendar = words.word_set("numbers", "context.calendar")
        self._periods = words.word_set("numbers", "context.periods")
        self._be = words.word_set("harms", "shared.be")
        self._have = words.word_set("harms", "shared.have")
        self._reported = words.word_set("harms", "shared.reported")
        self._both = words.phrases("harms", "shared.casualty_phrases")
        self._grouper = Grouper(words, self._people)
        self._identities = Identities(words, self._people)
        self._nominal = Nominal(words)
        self._anaphora = Anaphora(words)
        self._roll_calls = RollCalls(words)
        self._parts = Parts(words)
        self._figures = Figures(words)
        self._inclusive = words.word_set("victims", "phrase.inclusive")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.victims in order of the text: no two groups of one harm share a count phrase."""
        cues = doc._.harms
        doc._.implied = ()
        if not cues:
            doc._.victims = ()
            return doc
        reading = read(doc)
        phrases = Chunker(reading, doc._.numbers, cues, self._calendar, self._people_words, self._periods).phrases()
        phrases = [phrase for phrase in phrases if not _is_in_split(phrase, cues)]
        links = Links(reading, phrases, cues, self._people, self._be, self._have, self._reported, self._inclusive)
        linker = Linker(links, Voices(links), Subjects(links))
        found: dict[tuple[str, int], VictimGroup] = {}
        for cue in cues:
            self._take(links, found, cue, list(self._arguments(linker, cue)))
        called = sorted(self._roll_calls.read(links, list(found.values())), key=lambda pair: pair[0].first)
        for cue, arguments in groupby(called, key=lambda pair: pair[0]):
            self._take(links, found, cue, list(merged_names(reading, cue, [argument for _, argument in arguments])))
        for cue, part in list(self._parts.read(links, list(found.values()))):
            self._take(links, found, cue, [part])
        for cue, argument in list(self._figures.read(links, list(found.values()))):
            self._take(links, found, cue, [argument])
        parts = (Inclusions(links, self._inclusive).read(list(found.values())), trailing(links, list(found.values())))
        for cue, argument in chain(*parts):
            group = self._grouper.group(links, cue, argument, inside=True)
            if group is not None:
                found[group.harm, group.start] = group
        ordered = sorted(_dead_again(reading, found.values()), key=lambda group: (group.start, group.harm))
        told = self._identities.told(links, with_elided_class(reading, ordered))
        doc._.victims = tuple(self._grouper.captured(reading, group) for group in told)
        doc._.implied = tuple(self._anaphora.read(links, doc._.victims))
        return doc

    def _take(
        self,
        links: Links,
        found: dict[tuple[str, int], VictimGroup],
        cue: HarmCue,
        arguments: Sequence[Argument | tuple[str, Argument]],
    ) -> None:
        """Add the groups of one cue to `found`."""
        for argument in arguments:
            group = self._grouper.group(links, cue, argument, inside=False)
            if group is not None and not _overlaps(group, found) and not _apposed(links, group, found):
                found[group.harm, group.start] = group

    def _arguments(self, linker: Linker, cue: HarmCue) -> Iterator[Argument | tuple[str, Argument]]:
        """Who suffers the harm of one cue, by the kind of the cue."""
        if cue.kind in ("verb", "weak", "intransitive", "ergative"):
            found = linker.of_verb(cue)
        elif cue.kind == "adjective":
            found = linker.of_adjective(cue)
        else:
            yield from self._nominal.arguments(linker.links, cue)
            return
        if not found:
            found = self._attributive(linker.links, cue)
        split = self._names_both(linker.links.reading, cue)
        for argument in merged_names(linker.links.reading, cue, found):
            if not split or argument.person.kind == "none":
                yield argument

    def _attributive(self, links: Links, cue: HarmCue) -> list[Argument]:
        """ "two wounded soldiers"."""
        k = links.phrase_of.get(cue.first)
        phrase = links.phrases[k] if k is not None else None
        if phrase is None or phrase.attributive != cue.first or (cue.kind == "adjective" and cue.harm == "displaced"):
            return []  # "900 homeless people" are so, whatever happened
        person = self._people.describe(links.reading, phrase)
        one = cue.harm == "missing" and links.reading.lower[phrase.first] in ("a", "an")
        if phrase.number is None and not (one and person is not None and person.kind == "single"):
            return []
        return [Argument(phrase, person, f"{cue.kind}-attributive")] if person else []

    def _names_both(self, reading: Reading, cue: HarmCue) -> bool:
        """ "12 killed or wounded": one number for two harms is no claim, "nobody was killed or wounded" is two."""
        for phrase in self._both:
            for start in (cue.first, cue.first - 2):
                if start >= 0 and tuple(reading.lower[start : start + len(phrase)]) == phrase:
                    return not (start + len(phrase) in range(len(reading.lower)) and reading.pos[start + 3] in ("NUM",))
        return False


def _is_in_split(phrase: Phrase, cues: Sequence[HarmCue]) -> bool:
    """The "major head" of "suffered major head injuries"."""
    at = bisect_right(cues, phrase.first, key=lambda cue: cue.first) - 1
    cue = cues[at] if at >= 0 else None
    return cue is not None and cue.kind == "intransitive" and cue.tail is not None and phrase.end <= cue.tail


def _dead_again(reading: Reading, groups: Iterable[VictimGroup]) -> Iterator[VictimGroup]:
    """ "three of the four had been shot" after four were killed: a part of the dead, nobody is injured."""
    dead: VictimGroup | None = None
    for group in sorted(groups, key=lambda group: (group.start, group.harm)):
        if group.harm == "killed" and group.kind == "count" and not group.inside:
            dead = group
        part = dead is not None and group.cue.kind == "weak" and group.kind == "count"
        if part and dead is not None and (group.low or 0) < (dead.low or 0) and _names_whole(reading, group, dead):
            yield replace(group, harm="killed", inside=True)
        else:
            yield group


def _names_whole(reading: Reading, group: VictimGroup, whole: VictimGroup) -> bool:
    """ "of the four", "of them"."""
    words = reading.lower[group.first : group.end]
    if words[:2] == ["the", "other"] and reading.sentence[group.first] - reading.sentence[whole.first] <= 1:
        return True  # "one died at once; the other two were stabbed"
    number = {"them", "whom", "victims", "dead", *reading.lower[whole.first : whole.end]} - {"the"}
    return "of" in words and bool(number & set(words[words.index("of") + 1 :]))


def _apposed(links: Links, group: VictimGroup, found: dict[tuple[str, int], VictimGroup]) -> bool:
    """Whether the group says once more who another is: "the governor, Omar Said, who lost three fingers"."""
    appositions, joints = links.coordination.appositions, links.coordination.joints
    here = links.phrases[links.phrase_of[group.first]] if group.first in links.phrase_of else None
    for other in islice(reversed(found.values()), _LAST):
        there = links.phrases[links.phrase_of[other.first]] if other.first in links.phrase_of else None
        if here is None or there is None or other.harm != group.harm or here is there:
            continue
        left, right = sorted((here, there), key=lambda phrase: phrase.first)
        alike = appositions.is_apposition(left, right, ",") and not appositions.is_listed_kin(right)
        if alike and joints.same_sentence(left, right) and joints.joint(left, right) == ",":
            return True
    return False


def _overlaps(group: VictimGroup, found: dict[tuple[str, int], VictimGroup]) -> bool:
    """Whether an earlier cue of the same harm has taken the phrase: "the body of a diver was found dead" is one."""
    return any(
        other.harm == group.harm and other.first < group.end and group.first < other.end
        for other in islice(reversed(found.values()), _LAST)
    )


__all__ = ["VictimGroup", "Victims"]
