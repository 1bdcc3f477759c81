"""Dead of one place in a disaster that the text has counted as a whole: "Floods have killed 77 people in Nepal. ... In
Doti a woman and her son were swept away." They are parts of the 77, whichever village they died in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tasks.nlp.findings import Claim
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.grouping import VictimGroup

_LARGE = 10  # a toll that is told of a disaster as a whole
_AROUND = 60  # words around a number that say what killed
_RIVAL = 2  # another source's number is a rival from half of the whole on
_MONTH, _DAY = 7, 10  # characters of "2011-02", "2011-02-14"
_LASTS = timedelta(days=5)  # from a disaster's first deaths to the day that its toll is told of


@dataclass(slots=True)
class _Whole:
    claim: Claim
    sentence: int


class Disasters:
    """Knows floods and quakes, and the words of an older toll (scope.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where scope.toml lacks a table."""
        self._disasters = lexicon.word_set("scope", "disasters.events")
        self._other = lexicon.word_set("scope", "disasters.other")
        self._older = lexicon.word_set("scope", "disasters.older")

    def parted(self, reading: Reading, groups: Sequence[VictimGroup], claims: Sequence[Claim]) -> Iterator[Claim]:
        """The claims in order; what a disaster's toll holds is "subset" and of its incident."""
        wholes: dict[str, dict[str | None, _Whole]] = {}
        for group, claim in zip(groups, claims, strict=True):
            sentence = reading.sentence[group.first]
            first, end = reading.bounds[sentence]
            words = set(reading.lower[max(first, group.first - _AROUND) : min(end, group.end + _AROUND)])
            told = wholes.setdefault(claim.harm, {})
            whole = told.get(_country(claim)) if _country(claim) else next(reversed(told.values()), None)
            if claim.scope != "incident" or claim.qualifier == "none" or claim.factuality == "hypothetical":
                yield claim
            elif whole is not None and self._is_part(words, claim, group, sentence, whole):
                yield replace(claim, scope="subset", incident=whole.claim.incident)
            else:
                counted = group.kind == "count" and (claim.low or 0) >= _LARGE
                named = bool(words & self._disasters) or any(wholes.values())
                if counted and named and not words & self._other:
                    told.setdefault(_country(claim), _Whole(claim, sentence))
                yield claim

    def _is_part(self, words: set[str], claim: Claim, group: VictimGroup, sentence: int, whole: _Whole) -> bool:
        size, all_of_it = claim.low or claim.high or 0, whole.claim.low or 0
        rival = claim.claimant_name not in (None, whole.claim.claimant_name) and size * _RIVAL > all_of_it
        if (
            sentence <= whole.sentence
            or size >= all_of_it
            or rival
            or group.cue.kind == "toll"
            or "figure" in group.rule
        ):
            return False
        return not words & (self._other | self._older) and _is_of_time(claim, whole.claim)


def _country(claim: Claim) -> str | None:
    return claim.place.country if claim.place is not None else None


def _is_of_time(claim: Claim, whole: Claim) -> bool:
    """Of one month, and no earlier disaster: "Nine people died in a flood in Jos on 3 March", told on the 20th."""
    days = [each.date for each in (claim, whole) if each.date is not None and len(each.date) == _DAY]
    if len(days) == 2 and date.fromisoformat(days[1]) - date.fromisoformat(days[0]) > _LASTS:  # noqa: PLR2004
        return False
    return claim.date is None or whole.date is None or claim.date[:_MONTH] == whole.date[:_MONTH]
