"""What stands between two noun phrases: list words, "as well as", or something that makes them strangers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.asides import Asides
from tasks.nlp.victims.naming import Naming, is_bare_name
from tasks.nlp.victims.phrases import Phrase

_LIST_WORDS = frozenset({",", "and", "&", "or", "plus", "both", "also", "then", "/"})
_ALIAS = frozenset({"aka", "alias", "a.k.a.", "a.k.a"})
_WITH = (
    ("as", "well", "as"),
    ("along", "with"),
    ("together", "with"),
    ("alongside",),
    ("in", "addition", "to"),
    ("besides",),
)
_PLACES = frozenset({"LOC", "GPE"})
_AGED = frozenset(",(-–—") | {"and"}  # behind the number of ", 45,"
_AGES = frozenset({"aged", "ages", "age"})
_AGE_WORDS = 10  # words of ", aged 2, 4 and 7,"
_REACH = 3  # "from ..." and "in ..." phrases that may stand between two members of a list
_NO_PLACE = frozenset({"by", "after", "including", "alongside", "with", "besides"})
_JOINT_WORDS = 5  # the longest joint: ", as well as"


class Joints:
    """The joints between the phrases of one text, read from the order of words."""

    def __init__(self, reading: Reading, phrases: Sequence[Phrase]) -> None:
        """`phrases` in order of the text."""
        self.reading = reading
        self.phrases = phrases

    @cached_property
    def index(self) -> dict[int, int]:
        """First word of a phrase -> its place among the phrases."""
        return {phrase.first: k for k, phrase in enumerate(self.phrases)}

    @cached_property
    def naming(self) -> Naming:
        """Who is told by names behind "identified as"."""
        return Naming(self.reading, self.phrases)

    @cached_property
    def asides(self) -> Asides:
        """What only tells more of the people before it."""
        return Asides(self.reading)

    def joint(self, left: Phrase, right: Phrase) -> str | None:
        """ "," or "and" where only list words stand between the two, else None."""
        for start in self.ends(left):
            between = tuple(self.reading.lower[start : right.first])
            if not between:
                continue
            stripped = between[1:] if between[0] == "," else between
            if stripped in _WITH:
                return "with"
            if all(word in _ALIAS for word in between):
                return "aka"
            if all(word in _LIST_WORDS for word in between):
                return "," if all(word == "," for word in between) else "and"
        return None

    def ends(self, phrase: Phrase) -> list[int]:
        """Where the phrase may end: after it, after an age in commas, after phrases of place or origin, asides."""
        ends = [phrase.wide_end]
        lower, pos = self.reading.lower, self.reading.pos
        end = self.naming.end(phrase) or phrase.wide_end
        if end != phrase.wide_end:
            ends.append(end)
        for _ in range(_REACH):
            if end in self.reading.closing:
                end = self.reading.closing[end] + 1
                ends.append(end)
                continue
            if (told := self._age_end(end) or self._home_end(end)) is not None:
                end = told
                ends.append(end)
                continue
            if end in self.asides.closing:
                end = self.asides.closing[end]
                end += lower[end] != ","
                ends.append(end)
                continue
            k = self.index.get(end + 1)
            if k is None or end >= len(pos) or pos[end] != "ADP" or lower[end] in _NO_PLACE:
                break
            end = self.phrases[k].wide_end
            ends.append(end)
            while (other := self._other_place(end)) is not None:
                end = other
                ends.append(end)
        return ends

    def _age_end(self, comma: int) -> int | None:
        """The word behind ", 45", or ", aged 20 and 24", where that only tells the age of who stands before."""
        lower = self.reading.lower
        if lower[comma : comma + 1] != [","]:
            return None
        if lower[comma + 2 : comma + 3] and lower[comma + 1].isdigit():
            return comma + 2 if lower[comma + 2] in _AGED else None
        word = comma + 2 if lower[comma + 1 : comma + 2] and lower[comma + 1] in _AGES else comma
        while comma < word < min(len(lower), comma + _AGE_WORDS) and (
            self.reading.pos[word] == "NUM" or lower[word] in ("and", ",", "to", "-", "between")
        ):
            word += 1
        return next((at for at in range(word - 1, comma + 2, -1) if lower[at] == ","), None)

    def _home_end(self, comma: int) -> int | None:
        """The word behind ", of Dover" or ", both of Lund, Sweden"."""
        lower = self.reading.lower
        if lower[comma : comma + 1] != [","]:
            return None
        of = comma + 1 + (lower[comma + 1 : comma + 2] in (["both"], ["all"], ["formerly"]))
        k = self.index.get(of + 1) if lower[of : of + 1] in (["of"], ["from"]) else None
        if k is None or not is_bare_name(self.reading, self.phrases[k]):
            return None
        end = self.phrases[k].wide_end
        while (other := self._other_place(end)) is not None:
            end = other
        return end

    def _other_place(self, end: int) -> int | None:
        """Where "and Turkey" ends behind "from Bulgaria"."""
        k = self.index.get(end + 1) if self.reading.lower[end : end + 1] in (["and"], [","]) else None
        phrase = self.phrases[k] if k is not None else None
        place = phrase is not None and self.reading.tokens[phrase.head].ent_type_ in _PLACES
        return phrase.wide_end if phrase is not None and place and is_bare_name(self.reading, phrase) else None

    def only_places(self, current: Phrase, after: Phrase) -> bool:
        """Whether `after` only says where `current` is from, or how `current` is called."""
        return self.naming.is_name(after) or any(
            current.wide_end <= after.first < end for end in self.ends(current)[1:]
        )

    def bracket_before(self, phrase: Phrase) -> int:
        """Where the bracket opens that closes before `phrase`, list words apart: "(one of them a cook) and two"."""
        word, floor = phrase.first - 1, self.reading.bounds[self.reading.sentence[phrase.first]][0]
        while word > floor and word not in self.reading.opening and phrase.first - word < _JOINT_WORDS:
            word -= 1
        return self.reading.opening.get(word, phrase.first)

    def in_prepositional(self, phrase: Phrase) -> bool:
        """Whether a preposition stands before the phrase."""
        before = phrase.first - 1
        return before >= 0 and self.reading.pos[before] == "ADP" and self.reading.lower[before] not in ("with", "as")

    def same_sentence(self, one: Phrase, other: Phrase) -> bool:
        """Whether both stand in one sentence."""
        return self.reading.sentence[one.first] == self.reading.sentence[other.first]
