"""Numbers that are no claims after all: natural deaths, sport, terms of prison, a shot that the text calls a death."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.nlp.assertions.contests import Contests
from tasks.nlp.assertions.natural import NaturalDeaths, event_words
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.victims import VictimGroup

_WEAK_REACH = 2  # sentences in which a death may follow the shot
_ASKED_REACH = 7  # words from "asked" to "to": "asked all neighbouring states to arrest"
_VERB_GROUP = 5  # words of "had not been seriously"
_TERM_REACH = 8  # words from "jailed" to "years"
_FOUND_REACH = 2  # sentences behind "reported missing" in which "found safe" follows
_TITLE = 12  # words of the title of a film with its quotation marks
_SHORT = 3  # letters of "at", "the"
_OPENING = frozenset({'"', "“", "``", "‘", "'"})
_CLOSING = frozenset({'"', "”", "''", "’", "'"})
_PERILS = frozenset({"violent", "bombing", "fighting", "strike", "nature", "unrest"})
_ONE = ("single", "name", "pronoun")


class Screen:
    """Decides which victim groups become claims."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where harms.toml lacks a table."""
        self._natural = NaturalDeaths(lexicon)
        self._contests = Contests(lexicon)
        self._elsewhere = lexicon.word_set("harms", "not_harm.elsewhere")
        self._requests = lexicon.word_set("harms", "not_harm.requests")
        self._abstract = lexicon.word_set("harms", "not_harm.abstract")
        self._terms = lexicon.word_set("harms", "not_harm.terms")
        self._recorders = lexicon.word_set("harms", "not_harm.recorders")
        self._machines = lexicon.word_set("harms", "not_harm.machines")
        self._animals = lexicon.word_set("harms", "not_harm.animals")
        self._safe = lexicon.words("harms", "not_harm.safe")
        self._law = lexicon.word_set("harms", "shared.law")
        self._left = lexicon.word_set("not_harm", "fugitives.left")
        self._perils = event_words(lexicon, _PERILS) | lexicon.word_set("not_harm", "fugitives.perils")
        self._negations = lexicon.word_set("harms", "not_harm.negations")
        self._negation_ends = lexicon.word_set("harms", "not_harm.negation_ends")

    def kept(self, reading: Reading, groups: tuple[VictimGroup, ...]) -> list[bool]:
        """One answer a group."""
        by_sentence: dict[int, list[VictimGroup]] = {}
        for group in groups:
            by_sentence.setdefault(reading.sentence[group.first], []).append(group)
        lost = self._contests.won(reading, groups)
        return [
            i not in lost
            and not self._natural.is_one(reading, group, groups)
            and not self._is_dropped(reading, group, by_sentence)
            for i, group in enumerate(groups)
        ]

    def _is_dropped(self, reading: Reading, group: VictimGroup, by_sentence: dict[int, list[VictimGroup]]) -> bool:
        here = reading.sentence[group.first]
        near = [g for n in range(here - _WEAK_REACH, here + _WEAK_REACH + 1) for g in by_sentence.get(n, ())]
        return (
            self._is_elsewhere(reading, group)
            or self._is_negated(reading, group)
            or self._is_asked(reading, group)
            or self._is_sentence(reading, group)
            or self._is_figurative(reading, group)
            or self._is_of_animals(reading, group)
            or self._is_found(reading, group)
            or _is_in_title(reading, group)
            or self._runs_away(reading, group)
            or _dies(reading, group, near)
            or _also_dies(group, by_sentence[here])
            or _repeats_in_sentence(reading, group, by_sentence[here])
        )

    def _is_elsewhere(self, reading: Reading, group: VictimGroup) -> bool:
        """Injured in sport, trade or fiction."""
        first, end = reading.bounds[reading.sentence[group.first]]
        return group.harm in ("injured", "missing") and not self._elsewhere.isdisjoint(reading.lower[first:end])

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
        if at is None or self._negation_ends & set(words[at:]):
            return False
        # "a woman who has not been identified was shot": the "not" is of the verb behind it
        between = range(start + at + 1, group.cue.first - 1)
        return not any(reading.pos[i] == "VERB" and reading.lower[i + 1] != "to" for i in between)

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

    def _runs_away(self, reading: Reading, group: VictimGroup) -> bool:
        """ "two gunmen fled the area", "the driver fled the city before police arrived"."""
        if group.harm != "displaced":
            return False
        first, end = reading.bounds[reading.sentence[group.first]]
        words = set(reading.lower[first:end])
        place = bool(self._left & set(reading.lower[group.cue.first : group.cue.last]))
        hunted = place and group.kind in _ONE and bool(self._law & words or not self._perils & words)
        return hunted or group.victim_class in ("attacker", "militant")

    def _is_figurative(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the scandal badly wounded the minister", "a camera captured him", "machines displaced 140,000 clerks"."""
        if group.cue.kind not in ("verb", "weak") or group.first < group.cue.last:
            return False
        subjects = {reading.lower[word] for word in reading.subjects.get(group.cue.first, ()) if word < group.cue.first}
        if group.harm in ("abducted", "detained"):
            return bool(self._recorders & subjects)
        return bool((self._abstract if group.harm == "injured" else self._machines) & subjects) and (
            group.harm in ("injured", "displaced")
        )

    def _is_of_animals(self, reading: Reading, group: VictimGroup) -> bool:
        """ "32 of the mice lived and two had died": a bare number in a sentence that is of animals."""
        first, end = reading.bounds[reading.sentence[group.first]]
        bare = group.kind == "count" and reading.pos[group.head] == "NUM"
        return bare and not self._animals.isdisjoint(reading.lower[first:end])

    def _is_found(self, reading: Reading, group: VictimGroup) -> bool:
        """ "reported missing on Wednesday ... was found safe": the missing of before."""
        if group.harm != "missing" or group.kind == "none":
            return False
        here = reading.sentence[group.first]
        first, end = reading.bounds[here][0], reading.bounds[min(here + _FOUND_REACH, len(reading.bounds) - 1)][1]
        text = reading.text(first, end).lower()
        return any(phrase in text for phrase in self._safe)


def _is_in_title(reading: Reading, group: VictimGroup) -> bool:
    """ "the thriller 'Six Killed'": a short quotation in which every longer word has a capital names a work."""
    low, high = min(group.first, group.cue.first), max(group.end, group.cue.last)
    opening = next((i for i in range(low - 1, max(-1, low - _TITLE), -1) if reading.lower[i] in _OPENING), None)
    closing = next(
        (i for i in range(high, min(len(reading.lower), high + _TITLE)) if reading.lower[i] in _CLOSING), None
    )
    if opening is None or closing is None or closing - opening > _TITLE:
        return False
    words = [reading.tokens[i].text for i in range(opening + 1, closing)]
    return all(word[0].isupper() for word in words if word.isalpha() and len(word) > _SHORT)


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
