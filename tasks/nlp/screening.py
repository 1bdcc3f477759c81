"""Numbers that are no claims after all: natural deaths, sport, a shot that the same text calls a death."""

from __future__ import annotations

from tasks.nlp.lexicon import Lexicon
from tasks.nlp.reading import Reading
from tasks.nlp.victims import VictimGroup

_WEAK_REACH = 2  # sentences in which a death may follow the shot


class Screen:
    """Decides which victim groups become claims."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where harms.toml lacks a table."""
        self._natural = lexicon.words("harms", "not_harm.natural")
        self._elsewhere = lexicon.words("harms", "not_harm.elsewhere")

    def kept(self, reading: Reading, groups: tuple[VictimGroup, ...]) -> list[bool]:
        """One answer a group."""
        by_sentence: dict[int, list[VictimGroup]] = {}
        for group in groups:
            by_sentence.setdefault(reading.sentence[group.first], []).append(group)
        return [not self._is_dropped(reading, group, by_sentence) for group in groups]

    def _is_dropped(self, reading: Reading, group: VictimGroup, by_sentence: dict[int, list[VictimGroup]]) -> bool:
        here = reading.sentence[group.first]
        near = [g for n in range(here - _WEAK_REACH, here + _WEAK_REACH + 1) for g in by_sentence.get(n, ())]
        return (
            self._is_natural(reading, group)
            or self._is_elsewhere(reading, group)
            or _dies(group, near)
            or _also_dies(group, by_sentence[here])
            or _repeats_in_sentence(group, by_sentence[here])
        )

    def _sentence(self, reading: Reading, group: VictimGroup) -> str:
        return reading.text(*reading.bounds[reading.sentence[group.first]]).lower()

    def _is_natural(self, reading: Reading, group: VictimGroup) -> bool:
        """One person's death of old age or illness."""
        if (
            group.harm != "killed"
            or group.kind not in ("single", "name", "pronoun")
            or group.cue.kind != "intransitive"
        ):
            return False
        sentence = self._sentence(reading, group)
        return any(phrase in sentence for phrase in self._natural)

    def _is_elsewhere(self, reading: Reading, group: VictimGroup) -> bool:
        """Sport, markets, fiction."""
        first, end = reading.bounds[reading.sentence[group.first]]
        words = set(reading.lower[first:end])
        return group.harm in ("injured", "missing") and any(word in words for word in self._elsewhere)


def _dies(group: VictimGroup, near: list[VictimGroup]) -> bool:
    """A person shot, stabbed or beaten of whom the text also says a death is one killed, no injured."""
    return group.cue.kind == "weak" and any(
        other.harm == "killed" and (other.low or 0) > 0 and (group.kind != "count" or other.low == group.low)
        for other in near
    )


def _also_dies(group: VictimGroup, here: list[VictimGroup]) -> bool:
    """ "a driver sustained injuries and died": the same people are counted as killed."""
    return group.harm == "injured" and any(o.harm == "killed" and o.start == group.start and o.low for o in here)


def _repeats_in_sentence(group: VictimGroup, here: list[VictimGroup]) -> bool:
    """ "she died" where the same sentence has said that a woman was killed."""
    return group.kind == "pronoun" and any(o.harm == group.harm and o.start < group.start for o in here)
