"""Who single victims are by what the text says of them elsewhere: beside the name, by an age, by "she", by a role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.victims.grouping import VictimGroup
from tasks.nlp.victims.links import REACH, Links
from tasks.nlp.victims.people import People
from tasks.nlp.victims.phrases import Phrase

_OF_AGE = 18  # years; who is younger is a child
_OLDEST = 120
_OPEN = ("unknown", "civilian", "woman")  # classes that another mention may make more specific
_HURT = ("killed", "injured")
_ONE = ("single", "name", "pronoun")
_PREDICATE_REACH = 5  # words of "is believed to have been"
_PERSONS = 40  # victims before that a word may point back to
_EPIDEMIC = 3  # names of diseases in a text that is about one
_AGE_REACH = 5  # words of ", both aged 7 and 9"


class Identities:
    """Reads the phrases of one text; the words come from victims.toml."""

    def __init__(self, lexicon: Lexicon, people: People) -> None:
        """Raises LexiconError where victims.toml lacks a table."""
        self._people = people
        self._anaphors = lexicon.word_set("victims", "phrase.anaphors")
        self._male = lexicon.word_set("victims", "phrase.male_heads")
        self._diseases = lexicon.word_set("victims", "phrase.diseases")
        self._attacks = lexicon.word_set("victims", "phrase.attacks")
        self._aid = lexicon.word_set("victims", "phrase.aid_owners")
        self._suspects = lexicon.word_set("victims", "phrase.suspects")
        self._she = lexicon.word_set("victims", "phrase.she")
        self._he = lexicon.word_set("victims", "phrase.he")
        self._described = lexicon.word_set("victims", "phrase.described")
        self._fillers = lexicon.word_set("victims", "phrase.described_as")

    def told(self, links: Links, groups: Sequence[VictimGroup]) -> list[VictimGroup]:
        """The groups in order, those of an open class with what the rest of the text tells."""
        text = _Text(links, {_surname(links, group) for group in groups if group.kind == "name"})
        found: list[VictimGroup] = []
        for group in groups:
            told = self._class(text, group, found) if group.victim_class in _OPEN else None
            found.append(replace(group, victim_class=told) if told is not None else group)
        return found

    def _class(self, text: _Text, group: VictimGroup, before: list[VictimGroup]) -> str | None:
        """The most specific class of the group's own and all that is told of it; None where nothing is."""
        phrase = text.phrase(group)
        if phrase is None or group.kind == "none":
            return None
        if group.kind == "name" and (group.low or 0) > 1:
            return "child" if text.is_minor(group.end) else None  # "Ada and Leo Roe, aged four and nine,"
        classes = list(self._beside(text, phrase))
        if group.kind == "name":
            classes += self._of_name(text, _surname(text.links, group))
        elif group.kind == "pronoun" or (group.definite and text.links.reading.lower[group.head] in self._anaphors):
            classes += self._antecedent(text, group, before)
        elif group.kind == "single":
            classes += self._gender(text, phrase)
        if group.kind == "count" or not classes:
            classes += self._by_event(text, group, before)
        known = [each for each in classes if each != "unknown"]
        return min([group.victim_class, *known], key=self._people.order) if known else None

    def _of_name(self, text: _Text, surname: str) -> list[str]:
        """What all mentions of a name tell; worked out once a name."""
        if surname not in text.told:
            told: list[str] = []
            for mention in text.mentions.get(surname, ()):
                told += [self._people.class_of(text.links.reading, mention), *self._beside(text, mention)]
                told += self._gender(text, mention)
            text.told[surname] = list(dict.fromkeys(told))
        return text.told[surname]

    def _by_event(self, text: _Text, group: VictimGroup, before: Sequence[VictimGroup]) -> Iterator[str]:
        """Who dies in an epidemic is a patient, a suspect arrested after the dead were told an attacker."""
        reading = text.links.reading
        first, end = reading.bounds[reading.sentence[group.first]]
        here = set(reading.lower[max(first, group.first - REACH) : min(end, group.end + REACH)])
        phrase = text.phrase(group)
        owned = phrase is not None and phrase.of is not None and reading.lower[phrase.of.first] in ("its", "our")
        if owned and self._aid & here:
            yield "aid_worker"  # "the charity said one of its drivers"
        if group.harm == "killed" and (text.is_epidemic(self._diseases) or self._diseases & here):
            yield "patient"
        if group.harm == "detained":
            yield from self._arrested(text, group, harmed=any(o.harm in _HURT for o in before[-_PERSONS:]), here=here)

    def _arrested(self, text: _Text, group: VictimGroup, *, harmed: bool, here: set[str]) -> Iterator[str]:
        """Suspects, and whom a text names as arrested when it has told of an attack and its victims."""
        suspected = self._suspects & set(text.links.reading.lower[group.first : group.end + 1])
        named = group.kind == "name" and group.victim_class == "unknown" and text.is_of_attack(self._attacks)
        if (suspected and self._attacks & here) or (harmed and (suspected or named)):
            yield "attacker"

    def _beside(self, text: _Text, phrase: Phrase) -> Iterator[str]:
        """ "Anna, a nurse,", "a nurse, Anna,", "two brothers, both policemen", "believed to be rebels", ", 12,"."""
        reading, joints = text.links.reading, text.links.coordination.joints
        place = joints.index.get(phrase.first)
        if place is None:
            return
        after = next((p for p in joints.phrases[place + 1 : place + 6] if p.first >= phrase.wide_end), None)
        if after is not None and self._tells(text, phrase, after):
            yield self._people.class_of(reading, after)
        before = joints.phrases[place - 1] if place else None
        if before is not None and before.number is None and self._tells(text, before, phrase):
            yield self._people.class_of(reading, before)
        predicate = self._predicate(text, phrase.wide_end)
        if predicate is not None:
            yield self._people.class_of(reading, predicate)
        if text.is_minor(phrase.wide_end):
            yield "child"

    def _tells(self, text: _Text, left: Phrase, right: Phrase) -> bool:
        """Whether the two stand beside each other as one person, or as "two brothers, both policemen"."""
        joint = text.links.coordination.joints.joint(left, right)
        summing = text.links.reading.lower[right.first] in ("both", "all") and left.number is not None
        one = left.number is None or (left.number.low == left.number.high == 1)
        told = one and text.links.people.describe(text.links.reading, right) is not None and left.number is not None
        apposed = one and text.links.coordination.appositions.is_apposition(left, right, ",")
        listed = text.links.coordination.appositions.is_listed_kin(right)
        opens = text.links.reading.lower[right.first] in ("a", "an", "the")
        return joint == "," and (summing or apposed or (told and opens)) and not listed

    def _predicate(self, text: _Text, word: int) -> Phrase | None:
        """What follows "believed to be", "identified as", "was" behind the phrase that ends before `word`."""
        lower = text.links.reading.lower
        word += lower[word : word + 1] == [","]
        if word >= len(lower) or lower[word] not in self._described | text.links.be:
            return None
        for at in range(word + 1, min(word + _PREDICATE_REACH, len(lower))):
            k = text.links.phrase_of.get(at)
            if k is not None:
                found = text.links.phrases[k]
                opens = found.first == at and text.links.reading.pos[found.head] != "PROPN" and found.number is None
                return found if opens and found.first not in text.links.cue_words else None
            if lower[at] not in self._fillers | text.links.be:
                return None
        return None

    def _gender(self, text: _Text, phrase: Phrase) -> Iterator[str]:
        """ "woman" where the first pronoun behind the mention, nobody else between, is "she" or "her"."""
        reading = text.links.reading
        if reading.lower[phrase.head] in self._male or reading.lower[phrase.first] in self._male:
            return
        for word in text.until_next_sentence(phrase):
            if reading.lower[word] in self._she:
                yield "woman"
                return
            if reading.lower[word] in self._he or text.is_somebody_else(word, phrase):
                return

    def _antecedent(self, text: _Text, group: VictimGroup, before: list[VictimGroup]) -> Iterator[str]:
        """The class of the last single victim, else of the nearest single person, that the words can mean."""
        female = group.victim_class == "woman"
        for other in before[-1 : -_PERSONS - 1 : -1]:
            if other.kind in _ONE and other.start != group.start:
                yield from self._agreeing(other.victim_class, female=female)
                return
        near = text.person_before(group.first)
        if near is not None:
            yield from self._agreeing(self._people.class_of(text.links.reading, near), female=female)

    @staticmethod
    def _agreeing(victim_class: str, *, female: bool) -> Iterator[str]:
        if not (victim_class == "civilian" and female):
            yield victim_class


@dataclass(frozen=True)
class _Text:
    """One text: the mentions of its victims' names, and the words around a phrase."""

    links: Links
    surnames: set[str]
    told: dict[str, list[str]] = field(default_factory=dict)  # surname -> classes

    def __post_init__(self) -> None:
        found: dict[str, list[Phrase]] = {}
        reading = self.links.reading
        for phrase in self.links.phrases if self.surnames else ():
            for word in phrase.nouns:
                if reading.lower[word] in self.surnames and reading.pos[word] == "PROPN":
                    found.setdefault(reading.lower[word], []).append(phrase)
                    break
        object.__setattr__(self, "_mentions", found)

    @property
    def mentions(self) -> dict[str, list[Phrase]]:
        """Surname -> the phrases that hold it."""
        return self._mentions  # type: ignore[attr-defined, no-any-return]  # set in __post_init__

    def is_epidemic(self, diseases: frozenset[str]) -> bool:
        """Whether the text is about a disease."""
        kept = self.links.reading.doc.user_data
        if "sitrep_epidemic" not in kept:
            kept["sitrep_epidemic"] = sum(word in diseases for word in self.links.reading.lower) >= _EPIDEMIC
        return bool(kept["sitrep_epidemic"])

    def is_of_attack(self, attacks: frozenset[str]) -> bool:
        """Whether the text names an attack."""
        kept = self.links.reading.doc.user_data
        if "sitrep_attack" not in kept:
            kept["sitrep_attack"] = not attacks.isdisjoint(self.links.reading.lower)
        return bool(kept["sitrep_attack"])

    def phrase(self, group: VictimGroup) -> Phrase | None:
        """The phrase of a group."""
        k = self.links.phrase_of.get(group.first)
        return self.links.phrases[k] if k is not None else None

    def is_minor(self, word: int) -> bool:
        """ ", 12,", "(12)", ", aged 7 and 9" at `word`: nobody of age."""
        lower = self.links.reading.lower
        after = lower[word : word + _AGE_REACH]
        opened = after[:1] in ([","], ["("])
        bare = opened and after[1:2] != [] and after[1].isdigit() and after[2:3] in ([","], [")"])
        if not bare and "aged" not in after[:3]:
            return False
        ages = [age for each in after if (age := self.links.people.age(each)) is not None and age < _OLDEST]
        return bool(ages) and max(ages) < _OF_AGE

    def until_next_sentence(self, phrase: Phrase) -> range:
        """The words behind the phrase to the end of the sentence after its own."""
        sentence = self.links.reading.sentence[phrase.first]
        bounds = self.links.reading.bounds
        end = bounds[min(sentence + 1, len(bounds) - 1)][1]
        return range(phrase.wide_end, min(end, phrase.wide_end + REACH))

    def is_somebody_else(self, word: int, phrase: Phrase) -> bool:
        """Whether another single person than that of `phrase` is named at `word`."""
        k = self.links.phrase_of.get(word)
        other = self.links.phrases[k] if k is not None else None
        if other is None or other.first != word or other.first == phrase.first or other.number is not None:
            return False
        person = self.links.people.describe(self.links.reading, other)
        surname = self.links.reading.lower[phrase.head]
        same = any(self.links.reading.lower[noun] == surname for noun in other.nouns)
        return person is not None and person.kind in ("single", "name") and person.sure and not same

    def person_before(self, word: int) -> Phrase | None:
        """The single person named last before `word` in its sentence, else first in the sentence before."""
        reading, here = self.links.reading, self.links.reading.sentence[word]
        near = [k for k in {self.links.phrase_of.get(at) for at in range(max(0, word - 60), word)} if k is not None]
        last: Phrase | None = None
        first: Phrase | None = None
        for k in sorted(near):
            phrase = self.links.phrases[k]
            person = self.links.people.describe(reading, phrase)
            if person is None or person.kind not in ("single", "name") or not person.sure:
                continue
            if reading.sentence[phrase.first] == here:
                last = phrase
            elif reading.sentence[phrase.first] == here - 1:
                first = first or phrase
        return last or first


def _surname(links: Links, group: VictimGroup) -> str:
    return links.reading.lower[group.head]
