"""Natural deaths of one person, which are no claims (casualty-claims.md, section 9)."""

from __future__ import annotations

from collections.abc import Container, Sequence

from tasks.nlp.grammar.inflection import noun_forms, verb_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.victims import VictimGroup

_OLD = range(70, 115)  # years at which a death is natural unless violence is told
_AGE_REACH = 8  # words from "died" to "at the age of 92"
_NEAR = 3  # sentences around a death in which its cause is told
_LEAD = 2  # sentences that tell what the text is about
_ONE = ("single", "name", "pronoun")


class NaturalDeaths:
    """Tells them by age, by illness, and by the want of any other cause (harms.toml, not_harm.toml, incidents.toml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where one of the tables is missing."""
        self._causes = lexicon.words("harms", "not_harm.natural")
        self._violent = lexicon.word_set("harms", "not_harm.violent")
        self._plain = lexicon.word_set("not_harm", "private.words")
        kinds = lexicon.classes("incidents", "nouns").keys() - {"general", "none"}
        self._evidence = self._violent | lexicon.word_set("not_harm", "private.evidence") | event_words(lexicon, kinds)

    def is_one(self, reading: Reading, group: VictimGroup, groups: Sequence[VictimGroup]) -> bool:
        """Whether the group is one person who died of old age or illness, or of nothing that the text tells.

        `groups` are all of the text: who dies beside others did not die alone.
        """
        if group.harm != "killed" or group.kind not in _ONE or group.cue.kind not in ("intransitive", "noun", "verb"):
            return False
        first, end = reading.bounds[reading.sentence[group.first]]
        if self._violent & {*reading.lower[first : group.cue.first], *reading.lower[group.cue.last : end]}:
            return False
        if group.cue.kind == "verb":  # "a heart attack killed him"
            return any(phrase in reading.text(first, group.cue.first).lower() for phrase in self._causes)
        text = reading.text(first, end).lower()
        ill = any(phrase in text for phrase in self._causes)
        return ill or _is_old(reading, group.cue.last) or self._is_unexplained(reading, group, groups)

    def _is_unexplained(self, reading: Reading, group: VictimGroup, groups: Sequence[VictimGroup]) -> bool:
        """ "Her husband died in 1992", "the death of Justice Stone": nothing near says that it was violent."""
        if reading.lower[group.cue.first] not in self._plain or reading.lower[group.cue.first - 1] == "to":
            return False  # "the sixth to die"
        if group.low != 1 or group.victim_class == "child" or _is_beside_others(reading, group, groups):
            return False
        if group.kind == "single" and reading.lower[group.first] in ("a", "an"):
            return False  # "a worker died": whom nobody knows is in the news for how he died
        here = reading.sentence[group.first]
        near = {*range(min(_LEAD, len(reading.bounds))), *range(max(0, here - _NEAR), here + _NEAR + 1)}
        bounds = (reading.bounds[n] for n in near if n < len(reading.bounds))
        return all(self._evidence.isdisjoint(reading.lower[first:end]) for first, end in bounds)


def _is_beside_others(reading: Reading, group: VictimGroup, groups: Sequence[VictimGroup]) -> bool:
    """ "Six people died. The women who died were ...", "a doctor and a nurse died": others suffer near by."""
    here = reading.sentence[group.first]
    near = (other for other in groups if other is not group and abs(reading.sentence[other.first] - here) <= _NEAR)
    return any(
        (other.low or 0) > 1 or (other.cue.first == group.cue.first and other.first != group.first) for other in near
    )


def _is_old(reading: Reading, word: int) -> bool:
    """ "died on Sunday at 92", "died aged 88", "died at age 90"."""
    after = reading.lower[word : word + _AGE_REACH]
    return any(
        each.isdigit() and int(each) in _OLD and after[i - 1] in ("at", "aged", "of", "age")
        for i, each in enumerate(after)
        if i
    )


def event_words(lexicon: Lexicon, kinds: Container[str]) -> frozenset[str]:
    """The words for events of `kinds` (incidents.toml) that are one word, in every form."""
    irregular = lexicon.classes("incidents", "irregular")
    found: set[str] = set()
    for kind, nouns in lexicon.classes("incidents", "nouns").items():
        if kind in kinds:
            found.update(form for noun in nouns if " " not in noun for form in noun_forms(noun))
    for kind, verbs in lexicon.classes("incidents", "verbs").items():
        if kind in kinds:
            found.update(form for verb in verbs if " " not in verb for form in verb_forms(verb, irregular))
    return frozenset(found)
