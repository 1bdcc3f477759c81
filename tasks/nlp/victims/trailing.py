"""Parts told behind the number they belong to: "eleven people, the driver and two clerks among them, were hurt"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tasks.nlp.victims.grouping import VictimGroup
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Argument, Links
from tasks.nlp.victims.phrases import Phrase

_REACH = 15  # words from a number to its parts


def trailing(links: Links, groups: Sequence[VictimGroup]) -> Iterator[tuple[HarmCue, Argument]]:
    """The parts between a comma and "among them", each with the cue of its whole."""
    told = sorted(groups, key=lambda group: group.first)
    taken = {group.first for group in groups}
    for comma, among in links.coordination.joints.asides.among.items():
        first = links.phrases[links.phrase_of[comma + 1]] if comma + 1 in links.phrase_of else None
        cue = _whole(links, told, comma) if first is not None and first.first not in taken else None
        if cue is None or first is None or first.first != comma + 1:
            continue
        for part in links.persons(_members(links, first, among), f"{cue.kind}-trailing"):
            yield cue, part


def _members(links: Links, first: Phrase, among: int) -> list[Phrase]:
    return [phrase for phrase in links.coordination.rightwards(first, limit=among) if phrase.wide_end <= among]


def _whole(links: Links, told: Sequence[VictimGroup], comma: int) -> HarmCue | None:
    """The cue of the number right before the comma."""
    sentence = links.reading.sentence
    for group in reversed(told[: bisect_left(told, comma, key=lambda group: group.first)]):
        if comma - group.first > 2 * _REACH or sentence[group.first] != sentence[comma]:
            return None
        if group.end <= comma and comma - group.end <= _REACH and not group.inside:
            return group.cue
    return None
