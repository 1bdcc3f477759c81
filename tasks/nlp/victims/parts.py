"""Numbers beside a casualty number that go with it: "(four soldiers and a guard)", "ten were hurt, two badly"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.victims.grouping import VictimGroup
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import REACH, Argument, Links
from tasks.nlp.victims.phrases import Phrase

_PLACING = frozenset({"in", "at", "on", "near", "during", "outside"})
_OPENERS = frozenset({"(", "[", "-", "–", "—", "--", ":"})


class Parts:
    """Reads the breakdown behind a number; the words come from harms.toml."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where a table is missing."""
        self._severely = lexicon.word_set("harms", "shared.severity")
        self._fatally = lexicon.word_set("harms", "shared.fatally")

    def read(
        self, links: Links, groups: Sequence[VictimGroup]
    ) -> Iterator[tuple[HarmCue, Argument | tuple[str, Argument]]]:
        """The parts, each with the cue of its whole; a pair carries a harm other than the cue's own."""
        starting = {phrase.first: phrase for phrase in links.phrases}
        for group in groups:
            if group.kind == "count" and not group.inside and (group.low or 0) > 1:
                for place in {group.end, group.cue.last}:
                    yield from ((group.cue, part) for part in self._breakdown(links, starting, group, place))
                if group.cue.kind in ("verb", "intransitive", "ergative") and group.first < group.cue.first:
                    yield from ((group.cue, part) for part in self._gapped(links, group))
                if group.harm == "injured":
                    yield from ((group.cue, part) for part in self._graded(links, group))

    def _breakdown(
        self, links: Links, starting: dict[int, Phrase], group: VictimGroup, place: int
    ) -> Iterator[Argument]:
        """ "seven people (four soldiers and three civilians)", "nineteen people - ten guards, nine clerks -"."""
        lower = links.reading.lower
        first = starting.get(place + 1)
        comma = lower[place : place + 1] == [","] and group.cue.kind == "holder"
        opened = lower[place : place + 1] != [] and (comma or lower[place] in _OPENERS)
        if not opened or first is None:
            return
        found = links.persons(links.coordination.rightwards(first, limit=None), f"{group.cue.kind}-breakdown")
        parts = [part for part in found if part.phrase.nouns]
        total = sum(part.person.low or 0 for part in parts)
        if (comma or first.number is None) and (len(parts) == 1 or total != group.low):
            return  # "three bodies, two men and a girl" adds up, so does "three people: a man and two women"
        if parts and len(parts) == len(found) and total <= (group.low or 0):
            yield from (replace(part, inside=True) for part in parts)

    def _gapped(self, links: Links, group: VictimGroup) -> Iterator[Argument]:
        """ "nine died on the spot and two in hospital": the second number leaves the verb out."""
        reading = links.reading
        end = min(reading.bounds[reading.sentence[group.first]][1], group.cue.last + REACH)
        for k in sorted({links.phrase_of[w] for w in range(group.cue.last, end) if w in links.phrase_of}):
            phrase = links.phrases[k]
            if links.crosses(group.cue.last, phrase.first):
                return
            after = reading.lower[phrase.wide_end : phrase.wide_end + 1]
            joined = reading.lower[phrase.first - 1] == "and" and phrase.kind == "number" and phrase.number is not None
            if joined and after and after[0] in _PLACING and phrase.wide_end < end:
                person = links.people.describe(reading, phrase)
                if person is not None and person.kind == "count":
                    yield Argument(phrase, person, f"{group.cue.kind}-gapped")

    def _graded(self, links: Links, group: VictimGroup) -> Iterator[Argument | tuple[str, Argument]]:
        """ ", two of them seriously", ", three critically"; "one fatally" is dead."""
        lower = links.reading.lower
        end = min(links.reading.bounds[links.reading.sentence[group.first]][1], group.cue.last + REACH)
        first = links.phrase_of.get(group.first, 0) + 1
        for phrase in takewhile(lambda phrase: phrase.first < end, islice(links.phrases, first, None)):
            after = lower[phrase.wide_end : phrase.wide_end + 1]
            opened = phrase.first > group.end and lower[phrase.first - 1] in (",", "(", "-", "–", "—")
            if not opened or not after or phrase.number is None or (phrase.nouns and phrase.of is None):
                continue
            person = links.people.describe(links.reading, phrase)
            if person is None or (person.low or 0) > (group.low or 0):
                continue
            if after[0] in self._severely:
                yield Argument(phrase, person, f"{group.cue.kind}-graded", inside=True)
            elif after[0] in self._fatally:
                yield "killed", Argument(phrase, person, f"{group.cue.kind}-graded")
