"""Names that tell who a number of people are: "two men, identified as A and B", "two clerks, A and B, were killed"."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.nlp.findings import PlaceMention
from tasks.nlp.grammar.reading import Reading, place_mentions
from tasks.nlp.victims.phrases import Phrase

_NAMING = frozenset({"identified", "named", "called", "known", "nicknamed"})
_FILLERS = frozenset({",", "as", "only", "by", "police", "locally"})
_LIST = frozenset({",", "and", "&", "both", "or"})
_LONGEST = 60  # names in one list
_PERSON = frozenset({"PER", "PERSON"})


def is_bare_name(reading: Reading, phrase: Phrase) -> bool:
    """A proper name without number or article."""
    return (
        phrase.number is None
        and phrase.kind == "noun"
        and reading.pos[phrase.head] == "PROPN"
        and reading.pos[phrase.first] not in ("DET", "PRON")
    )


def is_surname(reading: Reading, word: int) -> bool:
    """The last word of "Mahmood Ahmedzai" where the tagger takes it for a common noun."""
    behind = word > 0 and reading.pos[word - 1] == "PROPN" and reading.sentence[word] == reading.sentence[word - 1]
    return behind and reading.tokens[word].is_title and reading.tag[word] == "NN"


def is_place_name(reading: Reading, phrase: Phrase) -> bool:
    """The Texas of "in Austin, Texas" and of "she captured Texas": a place, where nothing says that it is somebody."""
    kept = reading.doc.user_data
    if "sitrep_place_words" not in kept:
        words = (range(*bounds) for mention in place_mentions(reading.doc) if (bounds := _words_of(reading, mention)))
        kept["sitrep_place_words"] = frozenset(word for each in words for word in each)
    places = kept["sitrep_place_words"]
    if phrase.head not in places:
        return False
    behind = reading.lower[phrase.first - 1] == "," and phrase.first - 2 in places if phrase.first > 1 else False
    named = reading.tokens[phrase.head].ent_type_ in _PERSON
    return behind or (not named and all(word in places for word in phrase.nouns))


def _words_of(reading: Reading, mention: PlaceMention) -> tuple[int, int] | None:
    first, last = reading.word_at(mention.start), reading.word_at(mention.end - 1)
    return (first, last + 1) if first is not None and last is not None else None


class Naming:
    """Where a noun phrase is followed by "identified as" and names, and which phrases are such names."""

    def __init__(self, reading: Reading, phrases: Sequence[Phrase]) -> None:
        """Reads the phrases of one text once."""
        self._reading = reading
        self._owner: dict[int, Phrase] = {}
        self._end: dict[int, int] = {}
        for k, phrase in enumerate(phrases):
            start = self._start(phrase.wide_end) if phrase.kind != "pronoun" else None
            names = self._names(phrases, k + 1, start) if start is not None else []
            if names:
                self._end[phrase.first] = names[-1].wide_end
                self._owner.update((name.first, phrase) for name in names)

    def end(self, phrase: Phrase) -> int | None:
        """The word behind the names that `phrase` is identified by; None where it is not."""
        return self._end.get(phrase.first)

    def owner(self, phrase: Phrase) -> Phrase:
        """Whom a name tells of: the two men of "two men, identified as A and B"; else the phrase itself."""
        return self._owner.get(phrase.first, phrase)

    def is_name(self, phrase: Phrase) -> bool:
        """Whether the phrase only tells who others are."""
        return phrase.first in self._owner

    def _start(self, word: int) -> int | None:
        """The first word behind "identified as", if that stands at `word`."""
        lower = self._reading.lower
        word += lower[word : word + 1] == [","]
        if word >= len(lower) or lower[word] not in _NAMING:
            return None
        word += 1
        while word < len(lower) and lower[word] in _FILLERS:
            word += 1
        return word

    def _names(self, phrases: Sequence[Phrase], k: int, start: int) -> list[Phrase]:
        """The names that stand one beside the other from word `start` on."""
        found: list[Phrase] = []
        for phrase in phrases[k : k + _LONGEST]:
            if phrase.first < start:
                continue
            if not self._is_next(found[-1].wide_end if found else start, phrase.first, opened=bool(found)):
                break
            if not is_bare_name(self._reading, phrase):
                break
            found.append(phrase)
        return found

    def _is_next(self, end: int, first: int, *, opened: bool) -> bool:
        """Whether the next name starts at word `first`: list words stand between, an age or brackets apart."""
        if not opened:
            return end == first
        words = range(self._reading.closing.get(end, end - 1) + 1, first)
        lower = self._reading.lower
        return first > end and all(lower[word] in _LIST or lower[word].isdigit() for word in words)
