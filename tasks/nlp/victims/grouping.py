"""One victim group from one argument of a harm word: what is counted, which harm it is, when it is none after all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from tasks.nlp.grammar.inflection import all_forms, verb_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Argument, Links
from tasks.nlp.victims.naming import is_bare_name
from tasks.nlp.victims.people import People, Person
from tasks.nlp.victims.phrases import Phrase

_INNER = 6  # phrases of "the deputy head of the school of the town", in which the next is looked for
_AGENT_REACH = 6  # words of "by the Springfield police"
_JOINED = 3  # verbs in a row that share a subject
_SUPPORT_REACH = 10  # words of "suffered at least two dead and nine"
_LOCATIONS = ("LOC", "GPE")
_SIDES = ("military", "police", "militant", "peacekeeper")


@dataclass(frozen=True, slots=True)
class VictimGroup:
    """One number of people who suffered one harm. Words are those of the Reading, `start:stop` the count phrase."""

    harm: str
    cue: HarmCue
    first: int  # words of the whole noun phrase
    end: int
    head: int
    start: int  # characters of the count phrase
    stop: int
    low: int | None
    high: int | None
    qualifier: str
    kind: str  # count, single, name (of several: low is their number), pronoun, none
    victims: str
    victim_class: str
    inside: bool  # introduced as part of another number: "including three children"
    definite: bool  # "the four", "the policeman": may restate
    additive: bool  # "another", "others", "more"
    also: bool  # "was also killed"
    rule: str
    sure: bool = True  # the noun is in the tables of people, or is a name that the pipeline knows


class Grouper:
    """Makes victim groups; the words it needs come from harms.toml and victims.toml."""

    def __init__(self, lexicon: Lexicon, people: People) -> None:
        """Raises LexiconError where a table is missing."""
        irregular = lexicon.classes("harms", "irregular")
        self._people = people
        self._objects = lexicon.word_set("harms", "not_harm.objects")
        self._law = lexicon.word_set("harms", "shared.law")
        self._armed = lexicon.word_set("harms", "conditions.take.before") | lexicon.word_set("harms", "shared.taken")
        self._additive = lexicon.word_set("victims", "phrase.additive")
        self._lives = lexicon.word_set("harms", "shared.lives")
        self._loss_nouns = lexicon.word_set("harms", "shared.loss_nouns")
        self._lost = lexicon.word_set("harms", "shared.lost_people")
        self._crowds = all_forms(lexicon.words("harms", "shared.crowd_verbs"), irregular)
        self._bare = all_forms(lexicon.words("harms", "shared.bare_objects"), irregular)
        self._support = all_forms(lexicon.words("harms", "shared.sufferings"), irregular)
        self._human = all_forms(lexicon.words("harms", "shared.human_verbs"), irregular)
        self._captures = all_forms(lexicon.words("harms", "shared.captures"), irregular)
        self._for_things = frozenset(
            (form, *phrase[1:])
            for phrase in lexicon.phrases("harms", "shared.thing_verbs")
            for form in verb_forms(phrase[0], irregular)
        )

    def group(
        self, links: Links, cue: HarmCue, argument: Argument | tuple[str, Argument], *, inside: bool
    ) -> VictimGroup | None:
        """The group that `argument` is; None where it is a thing, or a noun that is people only where it is killed."""
        reading = links.reading
        harm, found = argument if isinstance(argument, tuple) else (cue.harm, argument)
        phrase, person = found.phrase, found.person
        if (person.low is None and person.high is None) or not self._suffers(reading, cue, phrase, person):
            return None
        if self._is_taken_place(reading, cue, phrase, person):
            return None
        counted = phrase if phrase.number is not None else phrase.of
        number = counted.number if person.kind in ("count", "none") and counted is not None else None
        start, stop = (number.start, number.stop) if number else reading.span(*_with_apposition(links, phrase, person))
        if person.kind == "name" and (person.low or 0) > 1:
            stop = reading.span(phrase.first, _behind_age(reading, phrase.wide_end))[1]
        return VictimGroup(
            harm=self._harm(links, cue, found) if harm == "abducted" else harm,
            cue=cue,
            first=phrase.first,
            end=phrase.wide_end,
            head=phrase.head,
            start=start,
            stop=stop,
            low=person.low,
            high=person.high,
            qualifier=number.qualifier if number else "exact",
            kind=person.kind,
            victims=_victims_text(reading, phrase),
            victim_class=person.victim_class if phrase.nouns or phrase.of else self._sufferers(links, cue, person),
            inside=inside or found.inside,
            definite=reading.lower[phrase.first] in ("the", "these", "those", "both", "all", "this", "that"),
            additive=self._is_additive(reading, phrase),
            also="also" in reading.lower[max(0, cue.first - 2) : cue.first],
            rule=("inside-" if inside else "") + found.rule,
            sure=person.sure,
        )

    def _is_taken_place(self, reading: Reading, cue: HarmCue, phrase: Phrase, person: Person) -> bool:
        """ "rebels captured Rastan and Talbiseh": towns that no gazetteer needs to know."""
        takes = cue.kind == "verb" and cue.first + 1 == cue.end and reading.lower[cue.first] in self._captures
        return takes and person.kind == "name" and reading.tokens[phrase.head].ent_type_ in _LOCATIONS

    def _sufferers(self, links: Links, cue: HarmCue, person: Person) -> str:
        """ "the army suffered two dead": the bare number is of the army."""
        reading = links.reading
        if person.kind != "count" or person.victim_class != "unknown" or cue.kind != "adjective":
            return person.victim_class
        first = reading.bounds[reading.sentence[cue.first]][0]
        for word in range(cue.first - 1, max(first, cue.first - _SUPPORT_REACH) - 1, -1):
            if reading.lower[word] in self._support and reading.pos[word] == "VERB":
                subjects = [links.outer(subject) for subject in reading.subjects.get(word, ())]
                classes = [self._people.class_of(reading, phrase) for phrase in subjects if phrase is not None]
                return classes[-1] if classes and classes[-1] in _SIDES else person.victim_class
        return person.victim_class

    def _suffers(self, reading: Reading, cue: HarmCue, phrase: Phrase, person: Person) -> bool:
        """Whether the harm word can be meant of this phrase."""
        if self._is_other_sense(reading, cue, phrase, person):
            return False
        if person.kind == "none":
            return True
        if cue.kind == "weak" and phrase.kind == "number" and phrase.first >= cue.last:
            return reading.lower[cue.first] in self._bare  # "shot three", but "beat 12-3"
        if self._is_for_things(reading, cue):
            of_people = phrase.of is not None and phrase.of.kind == "noun"
            return person.sure and (bool(phrase.nouns) or of_people)  # "blew up three of them"
        return person.sure or self._is_guessed(reading, cue, phrase, person)

    def _is_other_sense(self, reading: Reading, cue: HarmCue, phrase: Phrase, person: Person) -> bool:
        """ "killed the bill", "the loss of a finger", "displaced the minister", "shot a 67"."""
        head = reading.lower[phrase.head]
        if cue.kind == "noun" and reading.lower[cue.end - 1] in self._loss_nouns:
            heads = {head} if phrase.of is None else {head, reading.lower[phrase.of.head]}
            return heads.isdisjoint(self._lives | self._lost) and person.kind != "none"
        thing = bool(phrase.nouns) and head in self._objects and cue.kind != "noun"
        one = cue.harm == "displaced" and person.kind != "count" and reading.lower[cue.first] in self._crowds
        bare = phrase.kind == "number" and reading.lower[phrase.first] == "a" and phrase.end == phrase.first + 2
        return thing or one or (bare and reading.lower[phrase.end - 1].isdigit())

    def _is_guessed(self, reading: Reading, cue: HarmCue, phrase: Phrase, person: Person) -> bool:
        """A noun that no table holds, or a name that no model knows: people under a verb that takes only people."""
        if person.kind == "name":
            beaten = cue.kind == "weak" and reading.lower[cue.first] not in self._bare and phrase.first >= cue.last
            return cue.harm != "missing" and not beaten  # "they beat Oldham"
        agent = self._people.is_agent(reading, phrase)
        human = reading.lower[cue.first] in self._human
        if person.kind == "single":
            return cue.harm == "killed" or (human and agent)
        return cue.harm == "killed" or human or agent

    def _is_for_things(self, reading: Reading, cue: HarmCue) -> bool:
        """ "blow up", "set on fire": said of things more often than of people."""
        tail = range(cue.tail, cue.tail_end) if cue.tail is not None and cue.tail_end is not None else range(0)
        return tuple(reading.lower[i] for i in (*range(cue.first, cue.end), *tail)) in self._for_things

    def _harm(self, links: Links, cue: HarmCue, victims: Argument) -> str:
        """ "captured 14 insurgents": fighters, and whom police or soldiers take, are detained."""
        if cue.kind != "verb" or cue.end - cue.first > 1 or links.reading.lower[cue.first] not in self._captures:
            return "abducted"
        if victims.person.victim_class in ("militant", "attacker"):
            return "detained"
        passive = cue.form == "ed" and _is_passive(links, cue)
        captors = () if passive else _doers(links, cue)
        agents = [links.outer(word) for word in captors if word < cue.first]
        others = [agent for agent in agents if agent is not None and agent.first != victims.phrase.first]
        if links.reading.lower[cue.last : cue.last + 1] == ["by"]:
            others = [agent for agent in [links.outer(cue.last + 1), *map(links.outer, _named(links, cue))] if agent]
        classes = {self._people.class_of(links.reading, agent) for agent in others}
        if not others and passive and self._is_of_law(links.reading, cue):
            return "detained"  # "were captured as they tried to smuggle families, the prosecutor said"
        return "detained" if classes & {"police", "military"} else "abducted"

    def _is_of_law(self, reading: Reading, cue: HarmCue) -> bool:
        """Whether the sentence is of police and courts, and of nobody who takes people hostage."""
        first, end = reading.bounds[reading.sentence[cue.first]]
        words = set(reading.lower[first:end])
        return bool(self._law & words) and not self._armed & words

    def captured(self, reading: Reading, group: VictimGroup) -> VictimGroup:
        """The group as detained where those captured turned out to be fighters: "killed 40 rebels, captured 17"."""
        fighters = group.harm == "abducted" and group.victim_class in ("militant", "attacker")
        taken = fighters and reading.lower[group.cue.first] in self._captures and group.cue.kind == "verb"
        return replace(group, harm="detained") if taken else group

    def _is_additive(self, reading: Reading, phrase: Phrase) -> bool:
        """ "another policeman", "seven others", "at least another five"; the "more" of "more than ten" is none."""
        words = range(max(0, phrase.first - 1), phrase.end)
        return any(reading.lower[i] in self._additive and reading.lower[i + 1 : i + 2] != ["than"] for i in words)


def _with_apposition(links: Links, phrase: Phrase, person: Person) -> tuple[int, int]:
    """One person's words: the role and the name of "a firefighter, Paul Dow", the name of "Paul Dow, a firefighter"."""
    joints = links.coordination.joints
    place = joints.index.get(phrase.first)
    if person.kind not in ("single", "name") or person.low != 1 or place is None:
        return phrase.first, phrase.end
    after = next((p for p in joints.phrases[place + 1 : place + _INNER] if p.first >= phrase.wide_end), None)
    if after is not None and _is_name_of(links, phrase, after):
        return phrase.first, after.end
    before = links.outer(joints.phrases[place - 1].first) if place else None
    if before is not None and before.wide_end < phrase.first and _is_name_of(links, before, phrase):
        return before.first, phrase.end
    return phrase.first, phrase.end


def _behind_age(reading: Reading, word: int) -> int:
    """The word behind "(34)" where that stands at `word`."""
    aged = reading.closing.get(word) == word + 2 and reading.lower[word + 1].isdigit()
    return word + 3 if aged else word


def _is_name_of(links: Links, role: Phrase, name: Phrase) -> bool:
    """Whether a role and a name stand side by side with nothing but a comma between."""
    beside = links.reading.lower[role.wide_end : name.first] == [","]
    told = beside and is_bare_name(links.reading, name) and not is_bare_name(links.reading, role)
    told = told and not links.people.is_plural(links.reading, role)
    return told and links.coordination.appositions.is_apposition(role, name, ",")


def _named(links: Links, cue: HarmCue) -> list[int]:
    """The last noun of "by Springfield police", where a name before it is a phrase of its own."""
    end = links.reading.bounds[links.reading.sentence[cue.first]][1]
    word = cue.last + 1
    while word + 1 < min(end, cue.last + _AGENT_REACH) and links.reading.pos[word + 1] in ("NOUN", "PROPN", "ADJ"):
        word += 1
    return [word] if word < end else []


def _is_passive(links: Links, cue: HarmCue) -> bool:
    return bool(links.be & set(links.reading.lower[max(0, cue.first - 2) : cue.first]))


def _doers(links: Links, cue: HarmCue) -> tuple[int, ...]:
    """The subject of the verb, or of the verb it is joined to: "the army killed 40 and captured 17"."""
    word, reading = cue.first, links.reading
    for _ in range(_JOINED):
        if reading.subjects.get(word):
            return tuple(reading.subjects[word])
        if reading.dep(word) != "conj" or reading.head(word) >= word:
            return ()
        word = reading.head(word)
    return ()


def merged_names(reading: Reading, cue: HarmCue, arguments: list[Argument]) -> list[Argument]:
    """A list of names behind a harm word is one claim of its length (section 9)."""
    arguments = _with_surname(reading, arguments)
    names = [a for a in arguments if a.person.kind == "name" and a.phrase.first >= cue.last]
    if len(names) < 2 or len(names) < len(arguments):  # noqa: PLR2004  # a list has two members
        return arguments
    first, last = names[0].phrase, names[-1].phrase
    whole = Phrase(first.first, last.end, first.head, None, first.nouns, wide_end=last.end)
    classes = {a.person.victim_class for a in names}
    sure = all(a.person.sure for a in names)
    person = Person("name", len(names), len(names), classes.pop() if len(classes) == 1 else "unknown", sure)
    return [replace(names[0], phrase=whole, person=person, rule=f"{names[0].rule}-names")]


def _with_surname(reading: Reading, arguments: list[Argument]) -> list[Argument]:
    """ "Rosa and Ivan Petrenko": one surname for two people, who are one claim."""
    for k, (one, other) in enumerate(pairwise(arguments)):
        left, right = one.phrase, other.phrase
        named = one.person.kind == other.person.kind == "name" and len(left.nouns) == 1 and len(right.nouns) == 2  # noqa: PLR2004
        if named and reading.lower[left.end : right.first] == ["and"] and left.end - left.first == 1:
            whole = replace(right, first=left.first, nouns=[*left.nouns, *right.nouns])
            both = replace(other, phrase=whole, person=replace(other.person, low=2, high=2))
            return [*arguments[:k], both, *arguments[k + 2 :]]
    return arguments


def _victims_text(reading: Reading, phrase: Phrase) -> str:
    """The noun phrase without its number; empty where only the number is said."""
    first = phrase.number.end if phrase.number is not None and phrase.number.first == phrase.first else phrase.first
    while first < phrase.wide_end and reading.lower[first] in ("of", "the", "a", "an", "other", "others", "more"):
        first += 1
    return reading.text(first, phrase.wide_end) if phrase.nouns and first < phrase.wide_end else ""
