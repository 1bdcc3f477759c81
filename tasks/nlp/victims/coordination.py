"""Who else stands beside a noun phrase: "four soldiers, a policeman and his wife", without appositions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.appositions import Appositions
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.joints import Joints
from tasks.nlp.victims.naming import is_bare_name
from tasks.nlp.victims.people import People, Person
from tasks.nlp.victims.phrases import Phrase

_ADVERBS = frozenset({"also", "still", "reportedly", "later", "allegedly", "then", "all", "were"})
_BARE_LIST = 2  # members before the last one from which commas alone make a list


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
            if phrase.first and self.reading.lower[phrase.first] in ("them", "whom") and start + 1 < len(self.phrases):
                behind = self.phrases[start + 1]
                if self.reading.lower[phrase.first - 1] in self.inclusive and behind.first == phrase.end:
                    found.update(each.first for each in self.rightwards(behind, self._included_limit(behind)))
            if phrase.first == 0 or self.reading.lower[phrase.first - 1] not in self.inclusive:
                continue
            if self.is_whole(phrase):
                continue
            last = self._included_last(phrase)
            while k < len(self.phrases) and self.phrases[k].first <= last.first:
                found.add(self.phrases[k].first)
                k += 1
        found.update(self._told_of_them())
        return frozenset(found)

    def _told_of_them(self) -> Iterator[int]:
        """The nurse of "ten people, one of them a nurse, were killed"."""
        for part, told in pairwise(self.phrases):
            inner = part.of or told
            if self.reading.lower[inner.head] in ("them", "whom") and part.number is not None and part.of is not None:
                k = self.joints.index[inner.first] + 1
                after = self.phrases[k] if k < len(self.phrases) else None
                if after is not None and after.first == part.wide_end:
                    kin = takewhile(self.appositions.is_kin, self.rightwards(after, self._clause_end(after))[1:])
                    yield from (part.first, after.first, *(each.first for each in kin))

    def _included_last(self, phrase: Phrase) -> Phrase:
        """The last part behind "including": a list that a verb closes is one, as its subject stands before it."""
        members = self.rightwards(phrase, self._included_limit(phrase))
        for left, right in pairwise(members):
            if self.joints.joint(left, right) == "with":
                return left  # "including a cook, as well as two guards"
        return members[-1]

    def _included_limit(self, phrase: Phrase) -> int | None:
        """None where the parts end before the next clause: "ten died, among them a girl, and 14 were wounded"."""
        return None if self._is_told(phrase) else self._clause_end(phrase)

    def _is_told(self, phrase: Phrase) -> bool:
        """Whether a harm word stands before "including": "ten killed, including a chief, and six others injured"."""
        first = self.reading.bounds[self.reading.sentence[phrase.first]][0]
        return any(word in self.cue_words for word in range(max(first, phrase.first - 40), phrase.first))

    def _clause_end(self, phrase: Phrase) -> int:
        return min(self.reading.bounds[self.reading.sentence[phrase.first]][1], phrase.first + 60)

    def is_whole(self, phrase: Phrase) -> bool:
        """ "a commander among 12 killed": the number behind "among" is the whole."""
        among = self.reading.lower[phrase.first - 1] in ("among", "amongst")
        return among and phrase.number is not None and phrase.wide_end in self.cue_words

    @cached_property
    def joints(self) -> Joints:
        """What stands between the phrases."""
        return Joints(self.reading, self.phrases)

    @cached_property
    def appositions(self) -> Appositions:
        """Which phrases only say once more who somebody is."""
        return Appositions(self.reading, self.joints, self.people)

    def around(self, phrase: Phrase, limit: int) -> list[Phrase]:
        """The list that `phrase` belongs to, up to word `limit` on the right."""
        phrase = self.appositions.anchor(self.joints.naming.owner(phrase))
        return [*self.leftwards(phrase), *self.rightwards(phrase, limit)]

    def leftwards(self, phrase: Phrase) -> list[Phrase]:
        """Members before `phrase`, in order."""
        found: list[Phrase] = []
        current, listed = phrase, False
        for k in range(self.joints.index[phrase.first] - 1, max(-1, self.joints.index[phrase.first] - 40), -1):
            before = self.phrases[k]
            if not self.joints.same_sentence(before, current):
                break
            if before.wide_end > current.first or self._only_describes(k, current):
                continue
            bracketed = before.first > self.joints.bracket_before(current)
            if before.first in self.included and phrase.first not in self.included and not bracketed:
                break  # "among them four clerks, along with nine more hurt"
            joint = self.joints.joint(before, current)
            if joint is None:
                if self.joints.in_prepositional(before) or bracketed:
                    continue
                break
            kin = self.appositions.is_listed_kin(current)
            listed = listed or joint != "," or kin
            if self.joints.in_prepositional(before) and not self._shares_head(before, current, joint):
                continue  # "one driver from the south and two clerks": the army only says where from
            if not (listed or self._is_bare_member(before, current)) or before.first - 1 in self.cue_words:
                break  # "killing a clerk, and two more were hurt"
            if joint == "," and self.appositions.is_apposition(before, current, ",") and not kin:
                current = before
                continue
            person = self.people.describe(self.reading, before)
            if person is None or not self._is_member(before, person):
                break
            if not self.appositions.is_role_of(before, current, joint):
                found.insert(0, before)
            elif found:
                found[0] = before
            current = before
        return found if listed or len(found) >= _BARE_LIST else []

    def _only_describes(self, k: int, current: Phrase) -> bool:
        """Whether phrase `k` is no member of a list before `current`: a name, an "of" phrase, in an aside."""
        before = self.phrases[k]
        aside = self.joints.asides.holds(before.first, current.first)
        return aside or self.appositions.is_inner(k) or self.joints.naming.is_name(before)

    def _shares_head(self, before: Phrase, current: Phrase, joint: str) -> bool:
        """ "in four navy and army cooks": the first number counts the noun of the second."""
        bare = current.number is None and self.reading.pos[current.first] not in ("DET", "PRON")
        return joint == "and" and before.number is not None and bare and self.people.is_plural(self.reading, current)

    def _is_bare_member(self, before: Phrase, current: Phrase) -> bool:
        """ "six rebels, four guards, one officer were killed": numbers may stand beside each other without "and"."""
        return all(each.number is not None and bool(each.nouns) for each in (before, current))

    def rightwards(self, phrase: Phrase, limit: int | None) -> list[Phrase]:
        """`phrase` and the members after it, in order."""
        found = [phrase]
        current, told = phrase, False
        k, names = self.joints.index[phrase.first] + 1, 0
        while k < len(self.phrases):
            after = self.phrases[k]
            if after.first < current.wide_end or self.joints.only_places(current, after):
                k += 1
                continue
            if not self.joints.same_sentence(current, after) or (limit is not None and after.first >= limit):
                break
            joint = self.joints.joint(current, after)
            if joint is None or (limit is None and self.starts_clause(after)):
                break
            far = joint == "," and self.reading.lower[current.wide_end] != ","
            if far and is_bare_name(self.reading, after) and self.people.describe(self.reading, current) is None:
                break  # "blew up a school in Katlang, Khyber"
            person = self.people.describe(self.reading, after)
            if person is None or after.first - 1 in self.joints.asides.among:
                break
            named = (person.kind == "name" or (names > 0 and self.appositions.is_kin(after))) and self._is_name_of(
                found[-1], joint, names
            )
            if joint == "," and person.kind == "name" and self._is_many(current):
                found.append(after)  # "killed his sons, Ali and Omar"
                told, names = False, 0
            elif named or self.appositions.only_tells(current, after, joint, told=told):
                told, names = True, names + named
            elif self._is_next(current, after, joint, person):
                found.append(after)
                told, names = False, 0
            else:
                break
            current = after
            k += 1
        return found

    def _is_many(self, phrase: Phrase) -> bool:
        """ "his sons": people without a number, who are no claim but for their names."""
        person = self.people.describe(self.reading, phrase)
        return person is not None and person.kind == "plural"

    @staticmethod
    def _is_name_of(owner: Phrase, joint: str, names: int) -> bool:
        """ "the two pilots, Amir and Dana Holt": names behind a number tell who they are, as many as it says."""
        return owner.number is not None and (joint == "," or names > 0) and names < (owner.number.low or 0)

    def _is_next(self, current: Phrase, after: Phrase, joint: str, person: Person) -> bool:
        """Whether the list goes on with `after`; "two others, one of whom" and "two others, one named as" do not."""
        part = after.kind == "number" and joint == "," and current.number is not None
        smaller = part and current.number is not None and (person.low or 0) < (current.number.low or 0)
        beside = self.reading.lower[current.wide_end] in (",", "and", "(")  # "killed A, B and C", no "A in B, C"
        named = beside and person.kind == "name" and is_bare_name(self.reading, current)
        return (named or self._is_member(after, person)) and not smaller

    def _is_member(self, phrase: Phrase, person: Person) -> bool:
        """A list goes on with numbers, people with a determiner and names."""
        return person.sure or phrase.number is not None

    def starts_clause(self, phrase: Phrase) -> bool:
        """Whether a verb follows that makes the phrase the subject of a new clause."""
        for end in self.joints.ends(phrase):
            if end == phrase.wide_end and self.joints.naming.end(phrase) is not None:
                continue  # "his wife, identified as A"
            word = end + (end > phrase.wide_end and self.reading.lower[end : end + 1] == [","])
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
