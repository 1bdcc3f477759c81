"""Numbers that are no claims after all: natural deaths, sport, terms of prison, a shot that the text calls a death."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.victims import VictimGroup

_WEAK_REACH = 2  # sentences in which a death may follow the shot
_ASKED_REACH = 7  # words from "asked" to "to": "asked all neighbouring states to arrest"
_VERB_GROUP = 5  # words of "had not been seriously"
_TERM_REACH = 8  # words from "jailed" to "years"
_OLD = range(70, 115)  # years at which a death is natural unless violence is told
_ONE = ("single", "name", "pronoun")


class Screen:
    """Decides which victim groups become claims."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where harms.toml lacks a table."""
        self._natural = lexicon.words("harms", "not_harm.natural")
        self._elsewhere = lexicon.words("harms", "not_harm.elsewhere")
        self._requests = lexicon.word_set("harms", "not_harm.requests")
        self._abstract = lexicon.word_set("harms", "not_harm.abstract")
        self._terms = lexicon.word_set("harms", "not_harm.terms")
        self._negations = lexicon.word_set("harms", "not_harm.negations")
        self._negation_ends = lexicon.word_set("harms", "not_harm.negation_ends")
        self._violent = lexicon.word_set("harms", "not_harm.violent")

    def kept(self, reading: Reading, groups: tuple[VictimGroup, ...]) -> list[bool]:
        """One answer a group."""
        by_sentence: dict[int, list[VictimGroup]] = {}
        for group in groups:
            by_sentence.setdefault(reading.sentence[group.first], []).append(group)
        told = {n: self._setting(reading, n) for n in by_sentence}
        return [not self._is_dropped(reading, group, by_sentence, told) for group in groups]

    def _setting(self, reading: Reading, sentence: int) -> str:
        """What the words of a sentence make of harm in it: "natural", "elsewhere", "violent" or nothing."""
        first, end = reading.bounds[sentence]
        words = set(reading.lower[first:end])
        if any(word in words for word in self._elsewhere):
            return "elsewhere"
        if self._violent & words:
            return "violent"
        text = reading.text(first, end).lower()
        return "natural" if any(phrase in text for phrase in self._natural) else ""

    def _is_dropped(
        self, reading: Reading, group: VictimGroup, by_sentence: dict[int, list[VictimGroup]], told: dict[int, str]
    ) -> bool:
        here = reading.sentence[group.first]
        near = [g for n in range(here - _WEAK_REACH, here + _WEAK_REACH + 1) for g in by_sentence.get(n, ())]
        return (
            self._is_natural(reading, group, told[here])
            or (told[here] == "elsewhere" and group.harm in ("injured", "missing"))
            or self._is_negated(reading, group)
            or self._is_asked(reading, group)
            or self._is_sentence(reading, group)
            or self._is_figurative(reading, group)
            or _runs_away(group)
            or _dies(reading, group, near)
            or _also_dies(group, by_sentence[here])
            or _repeats_in_sentence(reading, group, by_sentence[here])
        )

    def _is_natural(self, reading: Reading, group: VictimGroup, setting: str) -> bool:
        """One person's death of old age or illness."""
        if group.harm != "killed" or group.kind not in _ONE or group.cue.kind not in ("intransitive", "noun"):
            return False
        return setting == "natural" or (setting != "violent" and self._is_old(reading, group.cue.last))

    @staticmethod
    def _is_old(reading: Reading, word: int) -> bool:
        """ "died on Sunday at 92", "died aged 88"."""
        after = reading.lower[word : word + _TERM_REACH]
        return any(
            each.isdigit() and int(each) in _OLD and after[i - 1] in ("at", "aged", "of")
            for i, each in enumerate(after)
            if i
        )

    def _is_negated(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the driver was not hurt": nobody is said to be; "not only killed" is no negation."""
        if group.kind == "none" or group.cue.kind not in ("verb", "weak", "intransitive", "ergative"):
            return False
        first = reading.bounds[reading.sentence[group.cue.first]][0]
        if "neither" in reading.lower[max(first, group.first - 3) : group.first + 1]:
            return True  # "neither of the two guards", "neither driver"
        start = max(first, group.cue.first - _VERB_GROUP, group.end if group.first < group.cue.first else first)
        words = reading.lower[start : group.cue.first]
        at = max((i for i, word in enumerate(words) if word in self._negations), default=None)
        return at is not None and not self._negation_ends & set(words[at:])

    def _is_asked(self, reading: Reading, group: VictimGroup) -> bool:
        """ "asked the police to arrest two men", "failed to kidnap a judge": nobody has been taken."""
        if group.harm not in ("detained", "abducted") or group.cue.form != "base":
            return False
        to = group.cue.first - 1
        first = reading.bounds[reading.sentence[group.cue.first]][0]
        if to < first or reading.lower[to] != "to":
            return False
        return bool(self._requests & set(reading.lower[max(first, to - _ASKED_REACH) : to]))

    def _is_sentence(self, reading: Reading, group: VictimGroup) -> bool:
        """ "jailed for 12 years": a punishment long after the event."""
        if group.harm != "detained" or reading.lower[group.cue.first][:4] not in ("jail", "impr", "inca"):
            return False
        after = reading.lower[group.cue.last : group.cue.last + _TERM_REACH]
        return "for" in after and bool(self._terms & set(after))

    def _is_figurative(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the scandal badly wounded the minister"."""
        subjects = reading.subjects.get(group.cue.first, ())
        active = group.harm == "injured" and group.cue.kind in ("verb", "weak") and group.first >= group.cue.last
        return active and any(reading.lower[word] in self._abstract for word in subjects)


def _runs_away(group: VictimGroup) -> bool:
    """ "two gunmen fled the area"."""
    return group.harm == "displaced" and group.victim_class in ("attacker", "militant")


def _dies(reading: Reading, group: VictimGroup, near: Sequence[VictimGroup]) -> bool:
    """A person shot, stabbed or beaten of whom the text also says a death is one killed, no injured."""
    if group.cue.kind not in ("weak", "deed") or group.harm != "injured":
        return False
    dead = [other for other in near if other.harm == "killed" and (other.low or 0) > 0 and not other.inside]
    if group.kind == "count":
        return any(other.low == group.low and _may_be_same(reading, group, other) for other in dead)
    return any(other.kind in _ONE and not _is_another(reading, group, other) for other in dead) and not any(
        _is_new(reading, group, other) for other in dead
    )


def _may_be_same(reading: Reading, group: VictimGroup, other: VictimGroup) -> bool:
    """ "shot two men; the two died", not "two brothers drowned ... two cashiers were pistol-whipped"."""
    near = abs(reading.sentence[group.first] - reading.sentence[other.first]) <= 1
    nouns = reading.lower[group.head] == reading.lower[other.head] or not group.victims or not other.victims
    return near and (nouns or other.definite or group.definite)


def _is_another(reading: Reading, group: VictimGroup, other: VictimGroup) -> bool:
    """ "a guard was killed and a porter was shot in the leg"."""
    here = reading.sentence[group.first] == reading.sentence[other.first]
    nouns = group.kind == other.kind == "single" and reading.lower[group.head] != reading.lower[other.head]
    before = other.start < group.start and group.kind == "single" and not group.definite
    return here and (before or (nouns and not other.definite))


def _is_new(reading: Reading, group: VictimGroup, other: VictimGroup) -> bool:
    """ "A clerk was killed. Later a nurse was stabbed": somebody else is brought in."""
    if group.kind != "single" or group.definite or reading.lower[group.first] not in ("a", "an", "another"):
        return False
    told = other.start < group.start and other.kind in ("single", "count")
    return told and (reading.lower[group.head] != reading.lower[other.head] or reading.lower[group.first] == "another")


def _also_dies(group: VictimGroup, here: Sequence[VictimGroup]) -> bool:
    """ "a driver sustained injuries and died": the same people are counted as killed."""
    return group.harm == "injured" and any(o.harm == "killed" and o.start == group.start and o.low for o in here)


def _repeats_in_sentence(reading: Reading, group: VictimGroup, here: Sequence[VictimGroup]) -> bool:
    """ "she died" where the same sentence has said that a woman was killed; "before he was shot" is the killer."""
    if group.kind != "pronoun" or reading.lower[group.first - 1 : group.first] == ["before"]:
        return False
    return any(o.harm == group.harm and o.start < group.start for o in here)
