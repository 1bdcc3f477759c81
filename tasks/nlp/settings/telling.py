"""What one number, or one sentence, of a text says of an event."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.nlp.grammar.nearness import Nearness, compared
from tasks.nlp.settings.happenings import Happening
from tasks.nlp.settings.sites import Site
from tasks.nlp.settings.spot_words import SETTLEMENT
from tasks.nlp.settings.ties import Tied

SURE = 2.5  # a date's tie that another does not overrule
THERE = 2.0  # a place that "there" or "the town" stands for
_AROUND = (Nearness.AROUND, Nearness.SAME)


@dataclass(frozen=True, slots=True)
class Telling:
    """What one number, or one sentence, says of an event. `claim` is the index of the number, None without one."""

    sentence: int
    claim: int | None
    happenings: tuple[Happening, ...]
    sites: tuple[Tied, ...]  # firm ones, the firmest first
    date: str | None
    firmness: float  # of the tie of the date
    turning: bool
    near: Site | None = None  # where it has no place of its own: one of the sentences just before
    names: frozenset[str] = field(default_factory=frozenset)
    same_day: bool = False  # "hours later": on the day of the event told before
    hypothetical: bool = False
    counts: bool = False  # its date is that of a count
    remote: bool = False  # its date is long before the text
    recent: bool = False  # its date is a day of the text's own or one just before
    earlier: bool = False  # its date is "earlier this month"
    kinds: frozenset[str] = field(default_factory=frozenset)  # kinds of event that the harm is by itself
    item: int = 0  # of a round-up
    paragraph: int = 0
    fled: bool = False  # of those who had to leave: they lived in its own place

    @property
    def own_site(self) -> Site | None:
        """The place by its name; one that "there" or "the town" stands for is no evidence which event is told."""
        return None if self.sites and self.sites[0].strength == THERE else self.site

    @property
    def site(self) -> Site | None:
        """The place that locates it: of the firmest one and those around it the narrowest, then the first."""
        if not self.sites:
            return None
        first = self.sites[0].site
        around = [t.site for t in self.sites if t.site is first or _is_inside(t.site, first)]
        return max(around, key=lambda site: (site.fineness, -site.first))


def _is_inside(site: Site, first: Site) -> bool:
    """Whether one place may lie in or around the other; of a province of the same land every town of its sentence."""
    wide = first.fineness < SETTLEMENT <= site.fineness and site.role == "setting"
    lands = {site.mention.country, first.mention.country} - {None}
    return (wide and len(lands) < 2) or compared(site.mention, first.mention) in _AROUND  # noqa: PLR2004
