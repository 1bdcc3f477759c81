"""Who else stands beside a noun phrase: "four soldiers, a policeman and his wife", without appositions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tasks.nlp.harms import HarmCue
from tasks.nlp.people import People, Person
from tasks.nlp.phrases import Phrase
from tasks.nlp.reading import Reading

_LIST_WORDS = frozenset({",", "and", "&", "or", "plus", "both", "also", "/"})
_ALIAS = frozenset({"aka", "alias", "a.k.a.", "a.k.a"})
_WITH = (
    ("as", "well", "as"),
    ("along", "with"),
    ("together", "with"),
    ("alongside",),
    ("in", "addition", "to"),
    ("besides",),
)
_REACH = 3  # "from ..." and "in ..." phrases that may stand between two members of a list
_ADVERBS = frozenset({"also", "still", "reportedly", "later", "allegedly", "then", "all", "were"})


@dataclass(frozen=True)
class Coordination:
    """Reads lists of people from the order of words; the parse often loses the first or last member."""

    reading: Reading
    phrases: list[Phrase]
    cue_words: dict[int, HarmCue]
    people: People
    inclusive: frozenset[str]

    @cached_property
    def included(self) -> frozenset[int]:
        """First words of the phrases that stand in a list behind "including": parts of another number."""
        found: set[int] = set()
        for start, phrase in enumerate(self.phrases):
            k = start
            if phrase.first == 0 or self.reading.lower[phrase.first - 1] not in self.inclusive:
                continue
            if self.is_whole(phrase):
                continue
            last = self.rightwards(phrase, limit=None)[-1]
            while k < len(self.phrases) and self.phrases[k].first <= last.first:
                found.add(self.phrases[k].first)
                k += 1
        return frozenset(found)

    def is_whole(self, phrase: Phrase) -> bool:
        """ "a commander among 12 killed": the number behind "among" is the whole."""
        among = self.reading.lower[phrase.first - 1] in ("among", "amongst")
        return among and phrase.number is not None and phrase.wide_end in self.cue_words

    @cached_property
    def _index(self) -> dict[int, int]:
        return {phrase.first: k for k, phrase in enumerate(self.phrases)}

    def around(self, phrase: Phrase, limit: int) -> list[Phrase]:
        """The list that `phrase` belongs to, up to word `limit` on the right."""
        return [*self.leftwards(phrase), *self.rightwards(phrase, limit)]

    def leftwards(self, phrase: Phrase) -> list[Phrase]:
        """Members before `phrase`, in order."""
        found: list[Phrase] = []
        current, listed = phrase, False
        for k in range(self._index[phrase.first] - 1, max(-1, self._index[phrase.first] - 40), -1):
            before = self.phrases[k]
            if not self._same_sentence(before, current):
                break
            if before.wide_end > current.first or self._is_inner(k):
                continue
            joint = self._joint(before, current)
            if joint is None:
                if self._inside_reach(before, current):
                    continue
                break
            listed = listed or joint != ","
            if self._in_prepositional(before):
                continue  # "one driver from the south and two clerks": the army only says where from
            if not listed or before.first - 1 in self.cue_words:
                break  # "killing a clerk, and two more were hurt"
            if joint == "," and self._apposed(before, current):
                current = before
                continue
            person = self.people.describe(self.reading, before)
            if person is None or not self._is_member(before, person):
                break
            if not self._is_role_of(before, current, joint):
                found.insert(0, before)
            elif found:
                found[0] = before
            current = before
        return found

    def _is_inner(self, k: int) -> bool:
        """Whether phrase `k` only stands behind the "of" of people: "the brother of a governor"."""
        outer = self.phrases[k - 1] if k else None
        return (
            outer is not None and outer.of is self.phrases[k] and self.people.describe(self.reading, outer) is not None
        )

    def rightwards(self, phrase: Phrase, limit: int | None) -> list[Phrase]:
        """`phrase` and the members after it, in order."""
        found = [phrase]
        current, named = phrase, None
        k = self._index[phrase.first] + 1
        while k < len(self.phrases):
            after = self.phrases[k]
            if after.first < current.wide_end or self._is_reached(current, after):
                k += 1
                continue
            if not self._same_sentence(current, after) or (limit is not None and after.first >= limit):
                break
            joint = self._joint(current, after)
            if joint is None or (limit is None and self.starts_clause(after)):
                break
            person = self.people.describe(self.reading, after)
            if person is None:
                break
            if joint == "aka" or self._is_apposition(current, after, joint) or self._is_role_of(current, after, joint):
                current = after
                k += 1
                continue
            if joint == "," and person.kind == "name" and current.number is not None:
                current = after  # "the two pilots, Amir and Dana Holt": names behind a number tell who they are
                named = current
                k += 1
                continue
            if named is not None and named is current and person.kind == "name":
                current = named = after
                k += 1
                continue
            part = after.kind == "number" and joint == "," and current.number is not None
            if not self._is_member(after, person) or (part and (person.low or 0) < (current.number.low or 0)):  # type: ignore[union-attr]
                break  # "two others, one of whom", "two others, one named as"
            found.append(after)
            current = after
            k += 1
        return found

    def _is_member(self, phrase: Phrase, person: Person) -> bool:
        """A list goes on with numbers, people with a determiner and names."""
        return person.sure or phrase.number is not None

    def _joint(self, left: Phrase, right: Phrase) -> str | None:
        """ "," or "and" where only list words stand between the two, else None."""
        for start in self._ends(left):
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

    def _ends(self, phrase: Phrase) -> list[int]:
        """Where the phrase may end: after it, after an age in commas, after phrases of place or origin."""
        ends = [phrase.wide_end]
        lower, pos = self.reading.lower, self.reading.pos
        end = phrase.wide_end
        for _ in range(_REACH):
            if end in self.reading.closing:
                end = self.reading.closing[end] + 1
                ends.append(end)
                continue
            if end + 2 < len(lower) and lower[end] == "," and lower[end + 1].isdigit() and lower[end + 2] == ",":
                end += 2
                ends.append(end)
                continue
            k = self._index.get(end + 1)
            if k is None or end >= len(pos) or pos[end] != "ADP" or lower[end] in ("by", "after", "including"):
                break
            end = self.phrases[k].wide_end
            ends.append(end)
        return ends

    def _is_reached(self, current: Phrase, after: Phrase) -> bool:
        """Whether `after` only says where `current` is from."""
        return any(current.wide_end <= after.first < end for end in self._ends(current)[1:])

    def _inside_reach(self, before: Phrase, current: Phrase) -> bool:
        return self._in_prepositional(before)

    def _apposed(self, left: Phrase, right: Phrase) -> bool:
        return self._is_apposition(left, right, ",")

    def _is_apposition(self, left: Phrase, right: Phrase, joint: str) -> bool:
        """A name and a role beside each other with a comma are one person."""
        if joint != ",":
            return False
        one, other = (self.people.describe(self.reading, phrase) for phrase in (left, right))
        if one is None or other is None:
            return False
        kinds = {one.kind, other.kind}
        return kinds in ({"name", "single"}, {"name", "plural"})

    def _is_role_of(self, left: Phrase, phrase: Phrase, joint: str) -> bool:
        """ "a lawyer and founder of the party": a bare singular noun behind "and" is the same person."""
        if (
            joint != "and"
            or phrase.number is not None
            or phrase.kind != "noun"
            or self.reading.pos[left.first] != "DET"
        ):
            return False
        person = self.people.describe(self.reading, phrase)
        bare = self.reading.pos[phrase.first] not in ("DET", "PRON", "NUM")
        return person is not None and person.kind == "single" and bare and person.low == 1

    def starts_clause(self, phrase: Phrase) -> bool:
        """Whether a verb follows that makes the phrase the subject of a new clause."""
        for end in self._ends(phrase):
            word = end
            while word < len(self.reading.lower) and (
                self.reading.pos[word] == "ADV" or self.reading.lower[word] in _ADVERBS - {"were"}
            ):
                word += 1
            if word >= len(self.reading.lower):
                continue
            if self.reading.pos[word] == "AUX" or self.reading.tag[word] in ("VBD", "VBZ", "VBP", "MD"):
                return True
            cue = self.cue_words.get(word)
            if cue is not None and (cue.form == "ed" or cue.kind in ("adjective", "intransitive")):
                return True
        return False

    def _in_prepositional(self, phrase: Phrase) -> bool:
        before = phrase.first - 1
        return before >= 0 and self.reading.pos[before] == "ADP" and self.reading.lower[before] not in ("with", "as")

    def _same_sentence(self, one: Phrase, other: Phrase) -> bool:
        return self.reading.sentence[one.first] == self.reading.sentence[other.first]
