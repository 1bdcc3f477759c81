"""Round-ups: paragraphs that open with a place of their own ("ORUWA - Two men died ...", a line "HALE") tell apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.settings.sites import Site

_LONGEST_HEADING = 6  # words
HEAD = "head"  # the role of a place that opens an item


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a text; one without any is told as a whole. Item 0 is what stands before the first."""

    firsts: Sequence[int] = ()  # the sentence that opens each item, from 1 on
    heads: Mapping[int, Site] = field(default_factory=dict)
    day: str | None = None  # "Developments in Oruland on Monday:"

    def of(self, sentence: int) -> int:
        """The number of the item that holds a sentence."""
        return bisect_right(self.firsts, sentence)

    def floor(self, sentence: int) -> int:
        """The first sentence of the item that holds `sentence`."""
        item = self.of(sentence)
        return self.firsts[item - 1] if item else 0


def items(reading: Reading, sites: Mapping[int, Sequence[Site]], dates: Mapping[int, Sequence[DateMention]]) -> Items:
    """The items that the places marked as their heads open."""
    heads = [(number, site) for number, here in sorted(sites.items()) for site in here[:1] if site.role == HEAD]
    if not heads:
        return Items(day=_heading(reading, dates))
    opening = [d for number in range(heads[0][0]) for d in dates.get(number, ()) if d.precision == "day"]
    day = opening[0].value if len(opening) == 1 else None
    return Items([number for number, _ in heads], dict(enumerate((site for _, site in heads), 1)), day)


def _heading(reading: Reading, dates: Mapping[int, Sequence[DateMention]]) -> str | None:
    """The day of a text whose first line is no more than that: "Friday 18 February"."""
    here = dates.get(0, ())
    if len(here) != 1 or here[0].precision != "day" or reading.bounds[0][1] > _LONGEST_HEADING:
        return None
    rest = reading.source[: here[0].start] + reading.source[here[0].end : reading.span(*reading.bounds[0])[1]]
    return None if any(letter.isalpha() for letter in rest) else here[0].value
