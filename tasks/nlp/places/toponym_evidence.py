"""What speaks for and against a name being a place: the tagger, prepositions, size; persons and organisations."""

from __future__ import annotations

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.places.gazetteer import Entry, Gazetteer, key
from tasks.nlp.places.toponym_words import Vocabulary

PLACE_LABELS = frozenset({"LOC", "GPE", "FAC"})
PERSON_LABELS = frozenset({"PER", "PERSON"})
_INDEFINITE = frozenset({"a", "an"})
LARGE_TOWN = 100_000
_SHORT_NAME = 4


def printed(reading: Reading, first: int, end: int) -> str:
    """The words first..end as printed; costs only their own length."""
    return reading.text(first, end)


class Evidence:
    """Questions to one text; remembers the surnames it met, so that "Michael Jordan" makes "Jordan" a man."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, vocabulary: Vocabulary) -> None:
        self.reading, self.gazetteer, self.vocabulary = reading, gazetteer, vocabulary
        self.tokens = reading.tokens
        self.persons: set[str] = set()
        self.entity: dict[int, tuple[int, int, str]] = {}
        for span in reading.doc.ents:
            inside = [reading.of_token[token.i] for token in span if token.i in reading.of_token]
            for word in inside:
                self.entity[word] = (inside[0], inside[-1] + 1, span.label_)

    def sentence_end(self, word: int) -> int:
        """The first word after the sentence of `word`."""
        return self.reading.bounds[self.reading.sentence[word]][1]

    def tagged(self, word: int) -> bool:
        """Whether the tagger calls `word` a place."""
        return self._label(word) in PLACE_LABELS

    def trusted(self, first: int, end: int, text: str, entries: tuple[Entry, ...]) -> bool:
        """Whether a name that the gazetteer knows is a place here."""
        spelling, label = key(text), self._label(first)
        if spelling in self.vocabulary.organisation:
            return False
        best, large = _largest(entries)
        placed = self._locative(first) or self._contained(first, end) or self._dateline(first, end) or self._based(end)
        placed = placed or self._holds_venue(first, end)
        if spelling in self.vocabulary.common:
            return placed and large and self._before(first) not in self.vocabulary.weak
        if len(spelling) < _SHORT_NAME and not text.isupper():
            return placed and label in PLACE_LABELS
        if label in PLACE_LABELS or best.kind == "county" or self._coordinated(first):
            return True
        return self._untagged(first, end, entries, placed=placed)

    def _untagged(self, first: int, end: int, entries: tuple[Entry, ...], *, placed: bool) -> bool:
        """A name that the tagger passes over or takes for a person: its size and position speak."""
        spelling, label = key(printed(self.reading, first, end)), self._label(first)
        best, large = _largest(entries)
        if spelling in self.vocabulary.surnames | self.vocabulary.given or (label in PERSON_LABELS and best.alias):
            return placed and (large or label not in PERSON_LABELS)
        if placed:
            return not best.alias or large or not label
        return large and (not best.alias or best.kind != "city") and (end - first > 1 or self._proper(first))

    def in_person(self, first: int, end: int) -> bool:
        """A given name or title before, a surname after, or the surname of somebody already named."""
        spelling = printed(self.reading, first, end).lower()
        if self._surname_of(first) or self._given_of(first, end, spelling):
            self.persons.add(spelling)
            return True
        of_them = self._before(first) in self.vocabulary.weak | {"the"}  # "the failure of the Annan plan"
        return spelling in self.persons and (of_them or not (self._locative(first) and self.tagged(first)))

    def in_organisation(self, first: int, end: int) -> bool:
        """Inside the name of an organisation, product, event or street; authorities of a town do not count."""
        start, stop, label = self.entity.get(first, (first, end, ""))
        start += self.reading.lower[start] == "the"
        after = self.tokens[end] if end < self.sentence_end(first) else None
        capital = after is not None and after.text[0].isupper()
        lower = after.lower_.rstrip(".") if after is not None else ""
        if capital and lower in self.vocabulary.streets:
            return True
        if capital and (lower in self.vocabulary.bodies | self.vocabulary.titles | self.vocabulary.kinds.keys()):
            last = self.reading.lower[end + 1 : end + 3]
            return bool(self.vocabulary.movements & set(last))
        if label == "ORG" and (start < first or stop > end) and not self._only_places(start, stop):
            return True
        return capital and lower in self.vocabulary.organisation

    def _only_places(self, start: int, stop: int) -> bool:
        """Whether an "organisation" is no more than places and small words ("Tripoli for Misrata")."""
        capitals = [word for word in range(start, stop) if self.tokens[word].text[0].isupper()]
        return len(capitals) > 1 and all(self._place_at(word) for word in capitals)

    def worth(self, first: int, end: int) -> bool:
        """Whether a place of the tagger's alone is believed: in a place's position, and nobody's name or adjective."""
        text = printed(self.reading, first, end)
        last = self.reading.lower[end - 1].rstrip(".")
        if not text[0].isupper() or not self._locative(first) or self._before(first) in self.vocabulary.doubtful:
            return False
        if any(self.gazetteer.demonym(each) for each in (text, text.split()[0], text.split()[-1])):
            return False
        if (
            text.lower() in self.vocabulary.drop | self.vocabulary.given
            or last in self.vocabulary.organisation | self.vocabulary.streets
        ):
            return False
        return not self.in_person(first, end) and not self.in_organisation(first, end)

    def _label(self, word: int) -> str:
        return self.entity.get(word, (0, 0, ""))[2]

    def _before(self, first: int) -> str:
        return self.reading.lower[first - 1] if first else ""

    def _locative(self, first: int) -> bool:
        before = self._before(first)
        if before == "the" and first > 1:
            before = self.reading.lower[first - 2]
        return before in self.vocabulary.locative

    def _holds_venue(self, first: int, end: int) -> bool:
        """ "in a Paisley flat", "outside an Ayr pub"."""
        if first < 2 or self._before(first) not in _INDEFINITE:  # noqa: PLR2004
            return False
        following = self.reading.lower[end] if end < self.sentence_end(first) else ""
        return following in self.vocabulary.venues and self.reading.lower[first - 2] in self.vocabulary.locative

    def _contained(self, first: int, end: int) -> bool:
        """Before ", Ga." or ", Syria", after "in Rastan, " or "Homs and "."""
        before = self._before(first) in {",", "and"} and self._place_at(first - 2)
        return before or (end < len(self.tokens) and self.reading.lower[end] == "," and self._place_at(end + 1))

    def _coordinated(self, first: int) -> bool:
        """After "in Homs and "."""
        return first > 2 and self._before(first) == "and" and self._place_at(first - 2) and self._locative(first - 2)  # noqa: PLR2004

    def _place_at(self, word: int) -> bool:
        if not 0 <= word < len(self.tokens) or not self.tokens[word].text[0].isupper():
            return False
        text = self.tokens[word].text
        known = (
            self.gazetteer.abbreviation(text) or self.gazetteer.abbreviation(text + ".") or self.gazetteer.lookup(text)
        )
        return any(entry.kind != "city" or entry.population >= LARGE_TOWN for entry in known)

    def _dateline(self, first: int, end: int) -> bool:
        """ "HOMS, Syria (AP) -" and "ALEPPO -" at the start of a sentence."""
        following = self.reading.lower[end] if end < len(self.tokens) else ""
        return printed(self.reading, first, end).isupper() and following in {"-", "--", "—", "–", "(", ","}

    def _based(self, end: int) -> bool:
        return self.reading.lower[end : end + 2] == ["-", "based"]

    def _proper(self, word: int) -> bool:
        return self.reading.pos[word] in {"PROPN", "NOUN", "X"} or self.tokens[word].is_upper

    def _surname_of(self, first: int) -> bool:
        if not first or not self.tokens[first - 1].text[0].isupper():
            return False
        before = self._before(first).rstrip(".")
        if before in self.vocabulary.titles:
            return not self.gazetteer.demonym(self.tokens[first].text)
        known = before in self.vocabulary.given and not self.gazetteer.lookup(self.tokens[first - 1].text)
        return known or (self._label(first) in PERSON_LABELS and self.entity[first][0] < first)

    def _given_of(self, first: int, end: int, spelling: str) -> bool:
        if end >= self.sentence_end(first) or not self.tokens[end].text[0].isupper() or not self.tokens[end].is_alpha:
            return False
        not_surnames = self.vocabulary.organisation | self.vocabulary.bodies | self.vocabulary.titles
        lower = self.reading.lower[end]
        if lower in not_surnames | self.vocabulary.kinds.keys() or self.gazetteer.demonym(lower):
            return False
        if self._label(first) in PERSON_LABELS and self.entity[first][1] > end:
            return True
        return spelling in self.vocabulary.given and self.reading.pos[end] in {"PROPN", "NOUN", "X"}


def _largest(entries: tuple[Entry, ...]) -> tuple[Entry, bool]:
    """The best known place of a name, and whether it is more than a small town."""
    best = max(entries, key=lambda entry: (entry.kind != "city", not entry.alias, entry.population))
    return best, best.kind != "city" or best.population >= LARGE_TOWN
