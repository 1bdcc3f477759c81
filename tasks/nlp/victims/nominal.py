"""Harms said by nouns: "twelve deaths", "the murder of a teacher", "no casualties", "the death toll rose to 45"."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.nlp.grammar.inflection import all_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.numbers.numbers import NumberMention
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import Argument, Links
from tasks.nlp.victims.people import Person
from tasks.nlp.victims.phrases import Phrase

_TOLL_REACH = 30
_FOUND_REACH = 14
_TIME_REACH = 4  # words of "early on Monday"
_QUOTES = frozenset("\"“‘'")
_SUFFIXES = ("st", "nd", "rd", "th")
_PREPOSITIONS = frozenset({"of", "to"})
_NEGATIVE = frozenset({"no", "not", "n't", "without", "nor", "neither", "never"})


class Nominal:
    """The arguments of noun cues; the words they need come from harms.toml."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where harms.toml lacks a table."""
        irregular = lexicon.classes("harms", "irregular")
        self._toll_verbs = all_forms(lexicon.words("harms", "shared.toll_verbs"), irregular)
        self._toll_prepositions = lexicon.word_set("harms", "shared.toll_prepositions")
        self._found = all_forms(lexicon.words("harms", "shared.found"), irregular)
        self._held = all_forms(lexicon.words("harms", "shared.held"), irregular)
        self._support = all_forms(lexicon.words("harms", "shared.support"), irregular)
        self._periods = lexicon.word_set("numbers", "context.periods")
        self._times = (
            self._periods | lexicon.word_set("numbers", "context.calendar") | lexicon.word_set("harms", "shared.when")
        )
        self._ordinals = lexicon.word_set("scope", "ordinals")
        self._uncounted = lexicon.word_set("harms", "shared.uncounted")

    def arguments(self, links: Links, cue: HarmCue) -> Iterator[Argument | tuple[str, Argument]]:
        """Who suffers the harm that the noun names; a pair carries a harm other than the cue's own."""
        if cue.kind == "toll":
            yield from self._toll(links, cue)
            return
        if cue.kind == "deed":
            yield from self._of(links, cue)
            return
        own = self._part(links, cue) or self._own_number(links, cue)
        if cue.kind == "casualty":
            if own is not None and own.person.kind == "none":
                yield "killed", own
                yield "injured", own
            return
        if own is not None and not (
            cue.kind == "holder" and not self._is_held(links, cue) and own.person.kind != "none"
        ):
            yield own
            return
        yield from self._of(links, cue)

    @staticmethod
    def _part(links: Links, cue: HarmCue) -> Argument | None:
        """ "fewer than ten of the bodies", "17 of the deaths"."""
        k = links.phrase_of.get(cue.first, 0)
        definite = links.reading.lower[links.phrases[k].first] in ("the", "those", "these")
        bodies = cue.kind == "holder" or (cue.kind == "noun" and cue.form == "plural" and definite)
        part = links.phrases[k - 1] if k and bodies and cue.harm == "killed" else None
        if part is None or part.of is not links.phrases[k] or part.kind != "number" or part.number is None:
            return None
        if part.number.qualifier == "none":
            return None
        counted = Person("count", part.number.low, part.number.high, "unknown", sure=True)
        return Argument(part, counted, "holder-part", inside=True)

    def _own_number(self, links: Links, cue: HarmCue) -> Argument | None:
        """ "twelve deaths", "no deaths", "no reports of injuries", "did not cause any injuries", "a body"."""
        phrase = links.phrases[k] if (k := links.phrase_of.get(cue.first)) is not None else None
        if phrase is None:
            return None
        number = phrase.number or self._negated(links, cue, phrase)
        if number is None and cue.kind == "noun" and cue.form == "singular" and self._is_ordinal(links, phrase):
            return Argument(phrase, Person("single", 1, 1, "unknown", sure=True), "noun-ordinal")
        if number is None:
            one = links.reading.lower[phrase.first] in ("a", "an", "another")
            single = cue.kind == "holder" and cue.form == "singular" and phrase.of is None and one
            return Argument(phrase, Person("single", 1, 1, "unknown", sure=True), "holder-single") if single else None
        inner = phrase.of is not None and not (phrase.number is not None and cue.kind == "holder")
        if number.qualifier != "none" and (inner or links.reading.lower[cue.first] in self._uncounted):
            return None
        if phrase.head >= cue.end:
            return None  # "two death sentences", "three murder suspects"
        kind = "none" if number.qualifier == "none" else "count"
        carrier = Phrase(phrase.first, phrase.end, phrase.head, number, phrase.nouns, wide_end=phrase.end)
        return Argument(
            carrier, Person(kind, number.low, number.high, self._class(links, phrase), sure=True), f"{cue.kind}-number"
        )

    def _is_ordinal(self, links: Links, phrase: Phrase) -> bool:
        """ "the 507th traffic death", "the third murder this week": one of a number."""
        words = links.reading.lower[phrase.first : phrase.head]
        counted = (word in self._ordinals or (word[:1].isdigit() and word[-2:] in _SUFFIXES) for word in words)
        period = phrase.of is None or links.reading.lower[phrase.of.head] in self._periods
        return period and any(counted)

    def _class(self, links: Links, phrase: Phrase) -> str:
        return links.people.class_of(links.reading, phrase)

    def _negated(self, links: Links, cue: HarmCue, phrase: Phrase) -> NumberMention | None:
        """The "no" that reaches the noun over a few words: "no reports of injuries", "did not cause any injuries"."""
        reading = links.reading
        floor = max(reading.bounds[reading.sentence[cue.first]][0], phrase.first - 6)
        for k in range(max(0, links.phrase_of.get(phrase.first, 0) - 3), links.phrase_of.get(phrase.first, 0)):
            other = links.phrases[k]
            if other.first >= floor and other.number is not None and other.number.qualifier == "none":
                between = reading.lower[other.end : phrase.first]
                if all(word in ("of", "or", "and", "nor", ",", "any") for word in between):
                    return other.number
        if reading.lower[phrase.first] in ("any", "casualties", "injuries", "deaths", "fatalities", "loss", "casualty"):
            for word in range(phrase.first - 1, floor - 1, -1):
                if reading.lower[word] in ("without", "not", "n't", "nor", "neither"):
                    start, stop = reading.span(word, word + 1)
                    return NumberMention(word, word + 1, word, 0, 0, "none", start, stop)
                if word in links.cue_words or reading.lower[word] in (",", ";", "but"):
                    return None
        return None

    def _of(self, links: Links, cue: HarmCue) -> Iterator[Argument]:
        """ "the murder of a teacher and two pupils", "injuries to four", "the bodies of six miners", "X's death"."""
        if cue.kind == "holder" and not self._is_held(links, cue):
            return
        lower, of = links.reading.lower, self._behind_time(links, cue)
        if of + 1 < len(lower) and lower[of] in _PREPOSITIONS:
            k = links.phrase_of.get(of + 1 + (lower[of + 1] in _QUOTES))
            if k is not None and not (lower[of] == "to" and cue.kind != "noun"):
                for phrase in links.coordination.rightwards(links.phrases[k], self._verb_of(links, cue)):
                    person = links.people.describe(links.reading, phrase)
                    if person is not None and person.kind not in ("plural", "pronoun"):
                        yield Argument(phrase, person, f"{cue.kind}-of")
            return
        yield from self._possessor(links, cue)

    @staticmethod
    def _verb_of(links: Links, cue: HarmCue) -> int | None:
        """Where the verb stands whose subject the noun is: "the bodies of a man, a woman and three boys were found"."""
        reading, end = links.reading, links.reading.bounds[links.reading.sentence[cue.first]][1]
        if not reading.dep(cue.first).startswith("nsubj") or cue.form != "plural":
            return None
        return next(
            (word for word in range(cue.end, min(end, cue.end + _TOLL_REACH)) if reading.pos[word] == "AUX"), None
        )

    def _behind_time(self, links: Links, cue: HarmCue) -> int:
        """The word behind "overnight", "on Monday", "last week" where "of" stands there, else that behind the noun."""
        lower = links.reading.lower
        for word in range(cue.end, min(cue.end + _TIME_REACH, len(lower))):
            if lower[word] == "of":
                return word
            if lower[word] not in self._times:
                break
        return cue.end

    def _possessor(self, links: Links, cue: HarmCue) -> Iterator[Argument]:
        """ "Sergeant Abel Moss's death": a name tells who; "his death" only points back."""
        k = links.phrase_of.get(cue.first)
        phrase = links.phrases[k] if k is not None else None
        if phrase is None or cue.kind != "noun":
            return
        marks = [i for i in range(phrase.first, cue.first) if links.reading.tag[i] == "POS"]
        nouns = [i for i in phrase.nouns if marks and i < marks[-1]]
        if not nouns or marks[-1] + 1 != cue.first:
            return
        owner = Phrase(phrase.first, marks[-1], nouns[-1], None, nouns, wide_end=marks[-1])
        person = links.people.describe(links.reading, owner)
        if person is not None and person.kind == "name":
            yield Argument(owner, person, "noun-possessor")

    def _is_held(self, links: Links, cue: HarmCue) -> bool:
        """Whether the verb that makes a holder a victim is near: bodies are found, hostages are held."""
        reading = links.reading
        first, end = reading.bounds[reading.sentence[cue.first]]
        verbs = self._found if cue.harm == "killed" else self._held
        k = links.phrase_of.get(cue.first)
        if k is not None and cue.harm == "killed" and self._is_had(links, links.phrases[k]):
            return True
        near = range(max(first, cue.first - _FOUND_REACH), min(end, cue.end + 2 * _FOUND_REACH))
        return any(reading.lower[word] in verbs and reading.pos[word] in ("VERB", "AUX") for word in near)

    @staticmethod
    def _is_had(links: Links, phrase: Phrase) -> bool:
        """ "we have three bodies", "there were three bodies"."""
        lower, verb = links.reading.lower, phrase.first - 1
        there = verb > 0 and lower[verb] in links.be and lower[verb - 1] == "there"
        return verb >= 0 and phrase.number is not None and (there or lower[verb] in links.have)

    def _toll(self, links: Links, cue: HarmCue) -> Iterator[Argument]:
        """The number to the right of "death toll": "rose to 45", "at 45", "from 40 to 45"."""
        reading = links.reading
        end = min(reading.bounds[reading.sentence[cue.first]][1], cue.end + _TOLL_REACH)
        led = False
        candidate: Phrase | None = None
        for word in range(cue.end, end):
            lower = reading.lower[word]
            k = links.phrase_of.get(word)
            if word in links.cue_words and k is None:
                break
            if k is not None and links.phrases[k].first == word and links.phrases[k].number is not None and led:
                if reading.lower[word - 1] not in self._toll_verbs | self._toll_prepositions:
                    continue
                candidate = links.phrases[k]
                break
            led = led or lower in self._toll_verbs or lower in self._toll_prepositions
        if candidate is not None:
            person = links.people.describe(reading, candidate)
            if person is not None and person.kind == "count":
                yield Argument(candidate, person, "toll")
