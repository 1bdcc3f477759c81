"""`sitrep_victims`: who suffered each harm, and how many (casualty-claims.md, sections 1 to 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.arguments import Linker
from tasks.nlp.harms import HarmCue
from tasks.nlp.lexicon import Lexicon
from tasks.nlp.links import Argument, Links
from tasks.nlp.nominal import Nominal
from tasks.nlp.people import People
from tasks.nlp.phrases import Chunker, Phrase
from tasks.nlp.reading import Reading, read
from tasks.nlp.subjects import Subjects
from tasks.nlp.subsets import Inclusions
from tasks.nlp.voice import Voices

Doc.set_extension("victims", default=(), force=True)


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
    kind: str  # count, single, name, pronoun, none
    victims: str
    victim_class: str
    inside: bool  # introduced as part of another number: "including three children"
    definite: bool  # "the four", "the policeman": may restate
    additive: bool  # "another", "others", "more"
    also: bool  # "was also killed"
    rule: str


@Language.factory("sitrep_victims", default_config={"lexicon": {}})
class Victims:
    """Reads doc._.numbers, doc._.harms, doc._.dates, tags and the parse; writes doc._.victims."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._words = words
        self._people = People(words)
        self._people_words = self._people.words
        self._calendar = words.word_set("numbers", "context.calendar")
        self._be = words.word_set("harms", "shared.be")
        self._have = words.word_set("harms", "shared.have")
        self._reported = words.word_set("harms", "shared.reported")
        self._objects = words.word_set("harms", "not_harm.objects")
        self._both = words.phrases("harms", "shared.casualty_phrases")
        self._additive = words.word_set("victims", "phrase.additive")
        self._nominal = Nominal(words)
        self._inclusive = words.word_set("victims", "phrase.inclusive")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.victims in order of the text: no two groups of one harm share a count phrase."""
        cues = doc._.harms
        if not cues:
            doc._.victims = ()
            return doc
        reading = read(doc)
        phrases = Chunker(reading, doc._.numbers, cues, self._calendar, self._people_words).phrases()
        links = Links(reading, phrases, cues, self._people, self._be, self._have, self._reported, self._inclusive)
        linker = Linker(links, Voices(links), Subjects(links))
        found: dict[tuple[str, int], VictimGroup] = {}
        for cue in cues:
            for argument in self._arguments(linker, cue):
                group = self._group(reading, cue, argument, inside=False)
                if group is not None and not _overlaps(group, found):
                    found[group.harm, group.start] = group
        for cue, argument in Inclusions(links, self._inclusive).read(list(found.values())):
            group = self._group(reading, cue, argument, inside=True)
            if group is not None:
                found[group.harm, group.start] = group
        ordered = sorted(found.values(), key=lambda group: (group.start, group.harm))
        doc._.victims = tuple(_with_elided_class(reading, ordered))
        return doc

    def _arguments(self, linker: Linker, cue: HarmCue) -> Iterator[Argument | tuple[str, Argument]]:
        """Who suffers the harm of one cue, by the kind of the cue."""
        if cue.kind in ("verb", "weak", "intransitive", "ergative"):
            found = linker.of_verb(cue)
        elif cue.kind == "adjective":
            found = linker.of_adjective(cue)
        else:
            yield from self._nominal.arguments(linker.links, cue)
            return
        if not found:
            found = self._attributive(linker.links, cue)
        split = self._names_both(linker.links.reading, cue)
        for argument in found:
            if not split or argument.person.kind == "none":
                yield argument

    def _attributive(self, links: Links, cue: HarmCue) -> list[Argument]:
        """ "two wounded soldiers"."""
        k = links.phrase_of.get(cue.first)
        phrase = links.phrases[k] if k is not None else None
        if phrase is None or phrase.attributive != cue.first or phrase.number is None:
            return []
        person = self._people.describe(links.reading, phrase)
        return [Argument(phrase, person, f"{cue.kind}-attributive")] if person else []

    def _names_both(self, reading: Reading, cue: HarmCue) -> bool:
        """ "12 killed or wounded": one number for two harms is no claim, "nobody was killed or wounded" is two."""
        for phrase in self._both:
            for start in (cue.first, cue.first - 2):
                if start >= 0 and tuple(reading.lower[start : start + len(phrase)]) == phrase:
                    return not (start + len(phrase) in range(len(reading.lower)) and reading.pos[start + 3] in ("NUM",))
        return False

    def _group(
        self, reading: Reading, cue: HarmCue, argument: Argument | tuple[str, Argument], *, inside: bool
    ) -> VictimGroup | None:
        harm, found = argument if isinstance(argument, tuple) else (cue.harm, argument)
        phrase, person = found.phrase, found.person
        if self._is_object(reading, cue, phrase) or (person.low is None and person.high is None):
            return None
        if person.kind == "single" and not person.sure and harm != "killed":
            return None  # a noun that no table holds is people only where it is killed
        counted = phrase if phrase.number is not None else phrase.of
        number = counted.number if person.kind in ("count", "none") and counted is not None else None
        start, stop = (number.start, number.stop) if number else reading.span(phrase.first, phrase.end)
        return VictimGroup(
            harm=harm,
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
            victim_class=person.victim_class,
            inside=inside or found.inside,
            definite=reading.lower[phrase.first] in ("the", "these", "those", "both", "all", "this", "that"),
            additive=self._is_additive(reading, phrase),
            also="also" in reading.lower[max(0, cue.first - 2) : cue.first],
            rule=("inside-" if inside else "") + found.rule,
        )

    def _is_additive(self, reading: Reading, phrase: Phrase) -> bool:
        """ "another policeman", "seven others"; the "more" of "more than ten" is none."""
        number = range(phrase.number.first, phrase.number.end) if phrase.number is not None else range(0)
        words = (reading.lower[i] for i in range(max(0, phrase.first - 1), phrase.end) if i not in number)
        return any(word in self._additive for word in words)

    def _is_object(self, reading: Reading, cue: HarmCue, phrase: Phrase) -> bool:
        """A harm verb with a thing: "killed the bill"; the number is no people."""
        return bool(phrase.nouns) and reading.lower[phrase.head] in self._objects and cue.kind != "noun"


def _with_elided_class(reading: Reading, groups: list[VictimGroup]) -> Iterator[VictimGroup]:
    """ "9 sailors were killed and 21 wounded": the noun that the second number leaves out gives the class."""
    before: VictimGroup | None = None
    for group in groups:
        elided = not group.victims and group.kind == "count" and not group.additive and "passive" in group.rule
        elided = elided or (not group.victims and group.kind == "count" and "reduced" in group.rule)
        if elided and before is not None and reading.sentence[before.first] == reading.sentence[group.first]:
            yield replace(group, victim_class=before.victim_class)
        else:
            yield group
            before = before if group.inside else group  # "including three children and 30 others": not 30 children


def _overlaps(group: VictimGroup, found: dict[tuple[str, int], VictimGroup]) -> bool:
    """Whether an earlier cue of the same harm has taken the phrase: "the body of a diver was found dead" is one."""
    return any(
        other.harm == group.harm and other.first < group.end and group.first < other.end
        for other in list(found.values())[-4:]
    )


def _victims_text(reading: Reading, phrase: Phrase) -> str:
    """The noun phrase without its number; empty where only the number is said."""
    first = phrase.number.end if phrase.number is not None and phrase.number.first == phrase.first else phrase.first
    while first < phrase.wide_end and reading.lower[first] in ("of", "the", "a", "an", "other", "others", "more"):
        first += 1
    return reading.text(first, phrase.wide_end) if phrase.nouns and first < phrase.wide_end else ""
