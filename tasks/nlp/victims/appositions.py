"""Phrases that say once more who the people before them are: names, roles, "both clerks"."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.joints import Joints
from tasks.nlp.victims.naming import is_bare_name
from tasks.nlp.victims.people import People, Person
from tasks.nlp.victims.phrases import Phrase

_PLURAL_VERBS = frozenset({"were", "are", "have"})
_SUMMING = frozenset({"both", "all"})
_POSSESSIVE = frozenset({"his", "her", "their"})
_PLACES = frozenset({"LOC", "GPE", "ORG"})
_ANCHOR_REACH = 12  # names between a number and the verb


@dataclass(frozen=True, slots=True)
class Appositions:
    """Tells the members of a list from what only describes them."""

    reading: Reading
    joints: Joints
    people: People

    def only_tells(self, current: Phrase, after: Phrase, joint: str, *, told: bool) -> bool:
        """Whether `after` says once more who `current` is."""
        if joint == "aka" or self.is_role_of(current, after, joint):
            return True
        if joint == ",":
            again = self.is_apposition(current, after, joint) and not self.is_listed_kin(after)
            return again or self._is_summing(after)
        return told and self._is_second_role(current, after)

    def anchor(self, phrase: Phrase) -> Phrase:
        """Whom the words before a verb only tell of: the two of "two men, A and B, both clerks", the A of
        "A, a member of a council and a farmer".
        """
        current, place = phrase, self.joints.index[phrase.first]
        for k in range(place - 1, max(-1, place - _ANCHOR_REACH), -1):
            before = self.joints.phrases[k]
            if before.wide_end > current.first or self.is_inner(k):
                continue
            joint = self.joints.joint(before, current) if self.joints.same_sentence(before, current) else None
            if joint == "," and self._tells_of(before, current):
                return before
            if joint not in (",", "and") or not self._may_tell(before, current):
                return phrase
            current = before
        return phrase

    def _tells_of(self, owner: Phrase, phrase: Phrase) -> bool:
        """Whether `phrase`, behind a comma, says who `owner` is."""
        if self.joints.in_prepositional(owner):
            return False
        if is_bare_name(self.reading, owner):
            known = self.reading.tokens[owner.head].ent_type_ not in _PLACES
            return known and self._is_role(phrase) and not self._agrees_with_plural(phrase)
        counted = owner.number is not None and self.people.describe(self.reading, owner) is not None
        if counted and (self._is_summing(phrase) or is_bare_name(self.reading, phrase)):
            return True
        one, other = (self.people.describe(self.reading, each) for each in (owner, phrase))
        return one is not None and other is not None and self._is_aside(owner, phrase, one, other)

    def _may_tell(self, before: Phrase, current: Phrase) -> bool:
        """Whether both may be names, or roles that no comma parts, of somebody further to the left."""
        if self._is_role(current) and not self._agrees_with_plural(current):
            return self._is_role(before) and "," not in self.reading.lower[before.wide_end : current.first]
        return is_bare_name(self.reading, before) or (is_bare_name(self.reading, current) and self.is_kin(before))

    def _is_role(self, phrase: Phrase) -> bool:
        """ "a farmer", "the head of a school": one person, by what he or she is."""
        person = self.people.describe(self.reading, phrase)
        one = person is not None and person.kind == "single" and phrase.number is None
        return one and self.reading.pos[phrase.first] == "DET" and not self.is_kin(phrase)

    def _is_summing(self, phrase: Phrase) -> bool:
        """ ", both clerks": the people before it again."""
        lower = self.reading.lower
        return lower[phrase.first] in _SUMMING and lower[phrase.first - 1 : phrase.first] == [","]

    def is_kin(self, phrase: Phrase) -> bool:
        """ "his wife": somebody else than the name before."""
        return self.reading.lower[phrase.first] in _POSSESSIVE

    def is_listed_kin(self, phrase: Phrase) -> bool:
        """ "Karim, his wife and two sons": the wife is a member of the list, no second word for Karim."""
        return self.is_kin(phrase) and self._goes_on(phrase)

    def _goes_on(self, phrase: Phrase) -> bool:
        """Whether a further member stands behind `phrase`."""
        k = self.joints.index[phrase.first] + 1
        while k < len(self.joints.phrases) and self.joints.phrases[k].first < phrase.wide_end:
            k += 1
        return k < len(self.joints.phrases) and self.joints.joint(phrase, self.joints.phrases[k]) is not None

    def _is_second_role(self, current: Phrase, after: Phrase) -> bool:
        """ "Noor, a former officer and the head of a school": no comma stands before the second role of one person."""
        between = self.reading.lower[current.wide_end : after.first]
        one, other = (self.people.describe(self.reading, phrase) for phrase in (current, after))
        singles = one is not None and other is not None and one.kind == other.kind == "single"
        return singles and "," not in between and not self.is_kin(after) and after.number is None

    def is_apposition(self, left: Phrase, right: Phrase, joint: str) -> bool:
        """A name and a role beside each other with a comma are one person."""
        if joint != ",":
            return False
        one, other = (self.people.describe(self.reading, phrase) for phrase in (left, right))
        if one is None or other is None:
            return False
        kinds = {one.kind, other.kind}
        return kinds in ({"name", "single"}, {"name", "plural"}) or self._is_aside(left, right, one, other)

    def _is_aside(self, left: Phrase, right: Phrase, one: Person, other: Person) -> bool:
        """ "a third man, a welder, was hurt", "one worker, a man who had gone back, is missing"."""
        lower, pos = self.reading.lower, self.reading.pos
        single = one.low == 1 and one.high in (1, None) and one.kind in ("single", "count") and other.kind == "single"
        opened = lower[right.first] in ("a", "an") or (lower[right.first] == "the" and self.is_kin(left))
        if not single or not opened or right.number is not None or self._agrees_with_plural(right):
            return False
        if lower[right.wide_end : right.wide_end + 1] in (["who"], ["whose"]):
            return True
        ends = [end + (lower[end : end + 1] == [","]) for end in self._role_ends(right)]
        verb = any(lower[end - 1] == "," and pos[end : end + 1] in (["AUX"], ["VERB"], ["ADV"]) for end in ends)
        closed = any(lower[end : end + 1] in ([","], ["."], [";"]) for end in self.joints.ends(right))
        # two members of a list have "and" between, "the gunman, a former guard," is one
        known = lower[left.first] == "the" or pos[left.first] == "NOUN" or self.is_kin(left)
        alone = closed and known and not self._goes_on(right)
        return (verb or alone) and lower[left.wide_end : right.first] == [","]

    def _role_ends(self, phrase: Phrase) -> list[int]:
        """Where a role may end, a second one of the same person included: "the owner of a mill and a former guard"."""
        ends = self.joints.ends(phrase)
        for k in range(
            self.joints.index[phrase.first] + 1, min(self.joints.index[phrase.first] + 3, len(self.joints.phrases))
        ):
            after = self.joints.phrases[k]
            if self.joints.joint(phrase, after) == "and" and self._is_second_role(phrase, after):
                return [*ends, *self.joints.ends(after)]
        return ends

    def is_role_of(self, left: Phrase, phrase: Phrase, joint: str) -> bool:
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
        one = person is not None and person.kind == "single" and bare and person.low == 1
        return one and not self._agrees_with_plural(phrase)

    def _agrees_with_plural(self, phrase: Phrase) -> bool:
        """ "the driver and guard of the minister were killed": the verb says that they are two."""
        lower = self.reading.lower
        return any(end < len(lower) and lower[end] in _PLURAL_VERBS for end in self.joints.ends(phrase))

    def is_inner(self, k: int) -> bool:
        """Whether phrase `k` only stands behind the "of" of people: "the brother of a governor"."""
        outer = self.joints.phrases[k - 1] if k else None
        return (
            outer is not None
            and outer.of is self.joints.phrases[k]
            and self.people.describe(self.reading, outer) is not None
        )
