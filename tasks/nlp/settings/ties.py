"""How firmly a place or a date belongs to a harm word or an event word of its sentence: one sum of documented weights.

The parse and the order of words both speak, so that neither alone decides: a wrong attachment costs points, no claim.
"""

from __future__ import annotations

from dataclasses import dataclass

from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.settings.sites import COUNTRY, Site

SENTENCE = 1.5  # it stands in the same sentence
JOINED = 2.0  # the parse joins it to the anchor without a verb of saying between ...
STEP = -0.25  # ... less for each step of the way
PLAIN = 1.0  # no clause ends between it and the anchor
PUT = 1.0  # a preposition puts something there
WORD = -0.04  # for each word between
SAID = -3.0  # a verb of saying governs it: where or when the words were said
ROLES = {
    "setting": 0.0,
    "loose": -3.0,
    "owner": -2.5,
    "official": -4.0,
    "authority": -1.0,
    "care": -5.0,
    "toward": -1.5,
    "origin": -3.0,
    "audience": -4.0,
    "dateline": -9.0,
    "head": -9.0,
    "based": -9.0,
}
MOVED = -3.0  # the way to hospital
NAMED = 2.5  # "the Oruwa bombing", "Friday's attack": it says which event is meant
NATION = -2.0  # "US soldiers"
COUNTED = -2.0  # "the toll rose to 45 on Sunday", "31 bodies were found on Sunday": the day of the count
ACROSS = -2.0  # "on Tuesday, after the quake that killed 26": the day of what came after
FRONT = 1.5  # "On Friday, she said, ...", "In Oru, nurses said ...": the head of a sentence is for what is told
PERIOD = -9.0  # "since 2011", "until Friday"
SINCE = 2.0  # "trapped since Saturday": it began then
FIRM = 1.0  # from here on it belongs to the event

_STEPS = 8
_REACH = 10  # words between a verb and its date
_FAR = 20  # words; what stands farther weighs no less
_MOVED_REACH = 6
_HOME, _OF = 2, frozenset({"of", "from"})  # words before a name
_COURT_REACH = 4  # words before a day
_SAID_REACH = 4  # words behind a verb of saying in which a place or day may be that of the saying


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words first..end that tell of an event; `counts`: a toll ("rose to 45"), whose day is that of the count."""

    first: int
    end: int
    sentence: int
    counts: bool = False
    flees: bool = False  # "residents of Oru fled": where they lived is the place
    lasts: bool = False  # "missing since Friday": the day on which it began is its day


@dataclass(frozen=True, slots=True)
class Tied:
    """A place with the strength of its tie."""

    site: Site
    strength: float


@dataclass(frozen=True, slots=True)
class TieWords:
    """The words that join or part a place or date and its event: [ties] of incidents.toml, and two kinds of verbs."""

    speech: frozenset[str]  # forms of the verbs of saying
    moved: frozenset[str]  # forms of the verbs of transport
    breaks: frozenset[str]
    contrasts: frozenset[str]
    later: frozenset[str]
    periods: frozenset[str]
    beginning: frozenset[str]
    day_prepositions: frozenset[str]
    court: frozenset[str]

    @classmethod
    def of(cls, lexicon: Lexicon, speech: frozenset[str], moved: frozenset[str]) -> TieWords:
        """Raises LexiconError where incidents.toml lacks a list."""
        keys = ("clause_breaks", "contrasts", "later_than", "periods", "beginning", "day_prepositions", "court")
        return cls(speech, moved, *(lexicon.word_set("incidents", f"ties.{key}") for key in keys))


class Ties:
    """Weighs the places and dates of one text."""

    def __init__(self, reading: Reading, words: TieWords, events: frozenset[int]) -> None:
        """`events`: the words of the text that are words for events."""
        self.reading, self.words, self.events = reading, words, events

    def site(self, anchor: Anchor, site: Site) -> float:
        """The strength of a place's tie to the anchor; both are of one sentence."""
        left = anchor.flees and site.end <= anchor.first and self._is_home(site)
        strength = SENTENCE + ROLES["setting" if left else site.role] + self._common(anchor, site.first, site.end)
        strength += PUT if site.before is not None and site.role == "setting" else 0.0
        strength += self._front(anchor, site.before if site.before is not None else site.first, site.end)
        if site.role == "owner":
            return strength + (NAMED if self._names_event(site.end) else NATION if site.fineness == COUNTRY else 0.0)
        if self._is_moved(site.before if site.before is not None else site.first, anchor):
            strength += MOVED
        return strength

    def _is_home(self, site: Site) -> bool:
        """ "residents of nearby Oru"."""
        return site.first >= _HOME and not _OF.isdisjoint(self.reading.lower[site.first - _HOME : site.first])

    def date(self, anchor: Anchor, date: DateMention) -> float:
        """The strength of a date's tie to the anchor; both are of one sentence."""
        first = self.reading.word_at(date.start) or 0
        end = (self.reading.word_at(date.end - 1) or first) + 1
        before = self.reading.lower[max(self.reading.bounds[anchor.sentence][0], first - 2) : first]
        if self._is_when(anchor, end):
            return SENTENCE + PLAIN + NAMED
        if before and (before[-1] in self.words.periods or self.words.beginning & set(before)):
            return self._since(anchor, date) if self.words.beginning & set(before) else PERIOD
        strength = SENTENCE + self._common(anchor, first, end) + self._front(anchor, first, end)
        heads = self._opens(anchor, first, end)
        if end <= anchor.first and not heads and self.words.later & set(self.reading.lower[end : anchor.first]):
            strength += ACROSS
        if self._names_event(end) or self._is_of_court(anchor, first, end):
            return strength + (NAMED if self._names_event(end) else SAID)
        said = [self._is_speech(w) for w in range(max(self.reading.bounds[anchor.sentence][0], first - 2), first)]
        if any(said) and (said[-1] or before[-1] in self.words.day_prepositions):
            return min(strength + SAID, FIRM / 2)
        return strength + (COUNTED if anchor.counts else 0.0)

    @staticmethod
    def _since(anchor: Anchor, date: DateMention) -> float:
        """ "missing since Friday", "trapped since Saturday": the day on which it began, of this week."""
        if anchor.lasts:
            return SENTENCE + PLAIN
        return SINCE if date.precision == "day" and not any(letter.isdigit() for letter in date.text) else PERIOD

    def _is_of_court(self, anchor: Anchor, first: int, end: int) -> bool:
        """ "was jailed on Friday for killing", "a judge on Friday jailed": the day of the verdict."""
        opening, stop = self.reading.bounds[anchor.sentence]
        near = (*range(max(opening, first - _COURT_REACH), first), *range(end, min(end + 1, stop)))
        return any(self.reading.lower[w] in self.words.court for w in near if not anchor.first <= w < anchor.end)

    def _is_when(self, anchor: Anchor, end: int) -> bool:
        """ "the worst since 1998, when 24 died in a fire": a date with a clause of its own, which holds the anchor."""
        clause = end + (self.reading.lower[end : end + 1] == [","])
        if self.reading.lower[clause : clause + 1] != ["when"] or anchor.first < clause:
            return False
        return self.words.contrasts.isdisjoint(self.reading.lower[clause : anchor.first])

    def _common(self, anchor: Anchor, first: int, end: int) -> float:
        """What place and date share: the way through the parse, and what stands between."""
        low, high = (end, anchor.first) if end <= anchor.first else (anchor.end, first)
        between = range(low, high if high > low and not self._opens(anchor, first, end) else low)
        strength = WORD * min(_FAR, len(between)) + self._joined(anchor, first, end)
        breaks = self.words.breaks if end <= anchor.first else self.words.contrasts
        broken = any(self.reading.lower[w] in breaks or self._is_speech(w) for w in between)
        return strength + (0.0 if broken else PLAIN)

    def _front(self, anchor: Anchor, first: int, end: int) -> float:
        """Points for standing at the head of the sentence, set off by a comma, before a verb of saying."""
        opening = self.reading.bounds[anchor.sentence][0]
        if first > opening + 1 or end >= anchor.first or "," not in self.reading.lower[end : end + 4]:
            return 0.0
        return FRONT if any(self._is_speech(w) for w in range(end, anchor.first)) else 0.0

    def _joined(self, anchor: Anchor, first: int, end: int) -> float:
        """Points for the common word of the two ways up the parse; a verb of saying on the place's way spoils it."""
        above = self._above(anchor.first)
        above.update(dict.fromkeys(range(anchor.first, anchor.end), 0))
        word = self._root(first, end)
        for steps in range(_STEPS):
            if word in above:
                return max(0.0, JOINED + STEP * (steps + above[word]))
            if self._is_speech(word):
                spoilt = (
                    steps and not self._opens(anchor, first, end) and not self._is_said_of(anchor, first, end, word)
                )
                return SAID if spoilt else 0.0
            head = self.reading.head(word)
            if head == word:
                break
            word = head
        return 0.0

    def _is_said_of(self, anchor: Anchor, first: int, end: int, speech: int) -> bool:
        """Whether words first..end are part of what was said, whatever the parse hangs them on.

        "... died when a bus fell near Oru on Friday, police said", "police said that six people died in Oru".
        """
        if end <= speech:
            return anchor.first < speech and "," in self.reading.lower[end:speech]
        return speech < anchor.first < first and first - speech > _SAID_REACH

    def _opens(self, anchor: Anchor, first: int, end: int) -> bool:
        """ "On Friday, ...", "In Oru, ...": a phrase before the sentence proper, set off by a comma."""
        opening = self.reading.bounds[anchor.sentence][0]
        return first <= opening + 2 and first < anchor.first and "," in self.reading.lower[end : end + 4]

    def _above(self, word: int) -> dict[int, int]:
        """The words above `word` with their distance, up to the verb of saying that holds its clause (excluded)."""
        found = {word: 0}
        for step in range(1, _STEPS):
            head = self.reading.head(word)
            if head == word or self._is_speech(head):
                break
            found[head], word = step, head
        return found

    def verb_over(self, word: int) -> int:
        """The verb that a date hangs on; the word itself where there is none near, or where it is one of saying."""
        above = word
        for _ in range(_STEPS):
            head = self.reading.head(above)
            if head == above:
                return self._verb_beside(word)
            if self._is_speech(head):
                return word
            if self.reading.pos[head] == "VERB":
                return head
            above = head
        return word

    def _verb_beside(self, word: int) -> int:
        """The same in a sentence that was not parsed: the nearest verb before the date, else behind it."""
        first, end = self.reading.bounds[self.reading.sentence[word]]
        for at in (*range(word - 1, max(first, word - _REACH) - 1, -1), *range(word + 1, min(end, word + _REACH))):
            if self.reading.pos[at] == "VERB":
                return word if self._is_speech(at) else at
        return word

    def _root(self, first: int, end: int) -> int:
        """The word of a name that hangs on a word outside it."""
        return next((w for w in range(first, end) if not first <= self.reading.head(w) < end), first)

    def _is_speech(self, word: int) -> bool:
        return self.reading.lower[word] in self.words.speech and self.reading.pos[word] in ("VERB", "AUX")

    def names_event(self, date: DateMention) -> bool:
        """Whether it says which event is meant: "Friday's attack"."""
        return self._names_event((self.reading.word_at(date.end - 1) or 0) + 1)

    def _names_event(self, end: int) -> bool:
        """Whether an event word follows, "'s" and adjectives apart."""
        stop = min(end + 4, len(self.reading.lower))
        for word in range(end, stop):
            if word in self.events:
                return True
            if self.reading.lower[word] not in ("'s", "’s", "-") and self.reading.pos[word] not in (
                "ADJ",
                "NOUN",
                "PROPN",
            ):
                return False
        return False

    def _is_moved(self, word: int, anchor: Anchor) -> bool:
        if self.reading.lower[word] == "from":
            return False  # "as they fled from Oru": there it was
        start = max(self.reading.bounds[anchor.sentence][0], word - _MOVED_REACH)
        return any(
            self.reading.lower[w] in self.words.moved for w in range(start, word) if not anchor.first <= w < anchor.end
        )
