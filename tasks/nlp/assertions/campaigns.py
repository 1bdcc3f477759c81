"""Numbers of a war, an epidemic, a crackdown: they run on for as long as it does (casualty-claims.md, section 4)."""

from __future__ import annotations

from tasks.nlp.assertions.time_spans import TimeSpans
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.grouping import VictimGroup

_NEAR = 16  # words before a number in which "a war in which" may stand
_SUBJECT_REACH = 5  # words at the head of a sentence that hold its subject: "The long civil war , which"
_DATELINE = 8  # words of "KIGALI , Rwanda ( NewsWire ) -"
_AUXILIARIES = 3  # words of "have so far"
_OF = frozenset({"of", "from", "to", "with", "in"})
_PERFECT = frozenset({"has", "have", "had", "'s", "’s"})


class Campaigns:
    """Knows what kills for longer than a day (scope.toml), and diseases (victims.toml)."""

    def __init__(self, lexicon: Lexicon, spans: TimeSpans) -> None:
        """Raises LexiconError where scope.toml or victims.toml lacks a table."""
        self._spans = spans
        self._campaigns = lexicon.word_set("scope", "campaigns")
        self._diseases = lexicon.word_set("victims", "phrase.diseases") | self._campaigns
        self._diseases |= lexicon.word_set("scope", "long_campaigns")

    def tells(self, reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        """Whether the number is of one; low..high are the words that tell its time."""
        return self._is_campaign(reading, group) or self._is_of_disease(reading, group, low, high)

    def _is_campaign(self, reading: Reading, group: VictimGroup) -> bool:
        """ "the civil war killed 30,000", "a war in which some 20,000 died", "cholera, which has killed 900"."""
        subjects = {reading.lower[word] for word in reading.subjects.get(group.cue.first, ()) if word < group.cue.first}
        if self._campaigns & subjects:
            return True
        start = min(group.first, group.cue.first)
        before = reading.lower[max(0, start - _NEAR) : start]
        which = [i for i in range(1, len(before)) if before[i - 1 : i + 1] == ["in", "which"]]
        if which and self._campaigns & set(before[: which[-1]]):
            return True
        return self._opens_with_campaign(reading, group)

    def _opens_with_campaign(self, reading: Reading, group: VictimGroup) -> bool:
        """A war or a disease opens the sentence, before a relative clause or the verb; a disease "has" killed."""
        first = _behind_dateline(reading, reading.bounds[reading.sentence[group.cue.first]][0])
        if group.cue.kind not in ("verb", "weak") or group.first < group.cue.end:
            return False
        perfect = bool(_PERFECT & set(reading.lower[max(first, group.cue.first - 2) : group.cue.first]))
        wanted = self._diseases if perfect else self._campaigns
        for word in range(first, min(first + _SUBJECT_REACH, group.cue.first)):
            if reading.pos[word] in ("ADP", "VERB", "PUNCT"):
                return False
            after = reading.pos[word + 1 : group.cue.first]
            clause = reading.lower[word + 1] in (",", "which", "that")
            bare = after[:1] not in (["NOUN"], ["PROPN"]) and not {"VERB", "PUNCT"} & set(after)  # not "war veterans"
            if reading.lower[word] in wanted and (clause or bare):
                return True
        return False

    def _is_of_disease(self, reading: Reading, group: VictimGroup, low: int, high: int) -> bool:
        """ "90 people have died of cholera", "the death toll from the outbreak": no day's dead."""
        lower = reading.lower
        cue = group.cue
        perfect = bool(_PERFECT & set(lower[max(low, cue.first - _AUXILIARIES) : cue.first]))
        if not (perfect or cue.kind == "toll") or cue.harm != "killed" or self._spans.weekdays & set(lower[low:high]):
            return False
        return any(
            lower[word] in self._diseases and set(lower[max(low, word - 2) : word]) & _OF for word in range(low, high)
        )


def _behind_dateline(reading: Reading, first: int) -> int:
    """The first word behind "DURBAN -" at the head of a text."""
    opening = reading.lower[first : first + _DATELINE] if reading.sentence[first] == 0 else []
    return next((first + i + 1 for i, word in enumerate(opening) if word in ("-", "–", "—", "--")), first)
