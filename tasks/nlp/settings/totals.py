"""The place of a number that runs over a time: its own, else the country or province that the text is about."""

from __future__ import annotations

from collections import Counter

from tasks.nlp.findings import PlaceMention
from tasks.nlp.grammar.nearness import is_country, is_province
from tasks.nlp.settings.sites import Site
from tasks.nlp.settings.spot_words import SETTLEMENT
from tasks.nlp.settings.telling import Telling
from tasks.nlp.settings.tellings import Setting

_BACK = 3  # sentences before the number
_READ = 60  # sentences that say what land a text is about
_ABOUT = frozenset({"setting", "owner"})
_NAMED = _ABOUT | {"loose", "dateline", "head"}


def is_wide(place: PlaceMention) -> bool:
    """Whether it is a country or a province."""
    return is_country(place) or is_province(place)


def place_of_total(setting: Setting, telling: Telling, last: PlaceMention | None) -> PlaceMention | None:
    """Where the number was counted; `last` is the place of the running total before it."""
    if telling.site is not None:
        return telling.site.mention
    for number in range(telling.sentence, max(-1, telling.sentence - _BACK - 1), -1):
        wide = [s for s in setting.sites.get(number, ()) if s.fineness < SETTLEMENT and s.role in _ABOUT]
        if wide:
            return max(wide, key=lambda s: (s.role == "setting", -s.fineness)).mention
    first, end = setting.reading.bounds[telling.sentence]
    if not setting.words.everywhere.isdisjoint(setting.reading.lower[first:end]):
        return None
    head = setting.items.heads.get(telling.item)
    return head.mention if head is not None else last or _land(setting, telling.sentence)


def _land(setting: Setting, sentence: int) -> PlaceMention | None:
    """The country or province named most often up to a sentence; of equals the first."""
    named: list[Site] = [
        site
        for number, here in sorted(setting.sites.items())
        if number <= min(sentence, _READ)
        for site in here
        if site.fineness < SETTLEMENT and site.role in _NAMED
    ]
    if not named:
        return None
    often = Counter(site.key for site in named)
    return max(named, key=lambda site: (often[site.key], -site.first)).mention
