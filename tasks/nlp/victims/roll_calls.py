"""Who the dead, the wounded, those arrested are: "among the dead were ...", "the victims were ...", "killed were"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.victims.casualties import Casualties, CasualtyFinder
from tasks.nlp.victims.grouping import VictimGroup
from tasks.nlp.victims.harms import HarmCue
from tasks.nlp.victims.links import REACH, Argument, Links
from tasks.nlp.victims.phrases import Phrase

_GAP = 7  # words of "in Monday's blast" between the dead and the verb
_NAMED_GAP = 9  # words of "were identified on Monday by the county coroner as"


class RollCalls:
    """Reads what is said of casualties as a body; the words come from harms.toml and victims.toml."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where a table is missing."""
        self._inclusive = lexicon.word_set("victims", "phrase.roll_verbs")
        self._among = frozenset({"among", "amongst"})
        self._named = lexicon.word_set("victims", "phrase.naming")
        self._freed = lexicon.word_set("harms", "shared.freed")
        self._casualties = CasualtyFinder(lexicon)

    def read(self, links: Links, groups: Sequence[VictimGroup]) -> Iterator[tuple[HarmCue, Argument]]:
        """The people that casualties as a body are said to be, with the cue of their harm."""
        for casualties in self._casualties.found(links, groups):
            yield from ((casualties.cue, argument) for argument in self._called(links, casualties))
        for cue in links.cues:
            if cue.form == "ed" and cue.kind in ("verb", "weak") and self._opens(links, cue):
                yield from ((cue, argument) for argument in self._inverted(links, cue))

    def _called(self, links: Links, casualties: Casualties) -> Iterator[Argument]:
        lower, kind = links.reading.lower, casualties.cue.kind
        before = lower[casualties.first - 1] if casualties.first else ""
        if before in self._among:
            yield from self._among_them(links, casualties)
        elif before == "of" and lower[casualties.first - 2] in ("names", "name", "list"):
            named = self._named_at(links, casualties.end)
            if named is not None:
                yield from self._listed(links, named, f"{kind}-named", inside=False, names=True)
        elif before == "of":
            yield from self._part_of(links, casualties)
        elif lower[casualties.end : casualties.end + 1] and lower[casualties.end] in self._inclusive:
            yield from self._listed(links, casualties.end + 1, f"{kind}-roll", inside=True)
        else:
            yield from self._identified(links, casualties)

    def _among_them(self, links: Links, casualties: Casualties) -> Iterator[Argument]:
        """ "among the dead were two nurses", "a Briton was among the dead"."""
        lower, among = links.reading.lower, casualties.first - 1
        verb = self._verb(links, casualties.end)
        if verb is not None:
            yield from self._listed(links, verb + 1, f"{casualties.cue.kind}-among", inside=True)
            return
        verb = among
        while verb > 0 and links.is_verb_group(verb - 1):
            verb -= 1
        if verb > 0 and links.be & set(lower[verb:among]):
            subject = links.phrase_ending(verb - (lower[verb - 1] == ","))
            if subject is not None:
                found = links.coordination.around(subject, limit=among)
                yield from _inside(links.persons(found, f"{casualties.cue.kind}-among"))

    def _part_of(self, links: Links, casualties: Casualties) -> Iterator[Argument]:
        """ "three of the dead were nurses and two were clerks", "of the 20 wounded, six are children"."""
        reading, of = links.reading, casualties.first - 1
        rule = f"{casualties.cue.kind}-part"
        k = links.phrase_of.get(of - 1)
        part = links.phrases[k] if k is not None else None
        those = part is not None and part.of is not None and part.of.kind == "pronoun"  # "two of those killed"
        beside = part is not None and (part.wide_end == of or (those and part.wide_end == casualties.first + 1))
        own = casualties.first <= casualties.cue.first < casualties.end  # "found two of the missing hikers"
        if part is not None and (beside or not own) and part.number is not None and part.number.qualifier != "none":
            if casualties.end in links.cue_words or self._is_freed(links, casualties.end):
                return  # "three of the wounded died", "four of those kidnapped were freed"
            whole = replace(part, wide_end=casualties.end, of=None)
            yield from self._part(links, whole, casualties.end, rule)
            for other in _phrases_from(links, part.end):
                if other.kind == "number" and self._is_told(links, other):
                    yield from self._part(links, other, other.wide_end, rule)
            return
        opens = of == reading.bounds[reading.sentence[of]][0]
        if opens and reading.lower[casualties.end : casualties.end + 1] == [","]:
            for each in _phrases_from(links, casualties.end + 1):
                if each.kind == "number" and self._is_told(links, each):
                    yield from self._part(links, each, each.wide_end, rule)

    def _is_freed(self, links: Links, word: int) -> bool:
        """Whether the captivity of the people before `word` is told to be over."""
        while word < len(links.reading.lower) and links.is_verb_group(word):
            word += 1
        return links.reading.lower[word : word + 1] != [] and links.reading.lower[word] in self._freed

    @staticmethod
    def _is_told(links: Links, phrase: Phrase) -> bool:
        """Whether a form of "be" says who the number are."""
        after = links.reading.lower[phrase.wide_end : phrase.wide_end + 1]
        return bool(links.be & set(after))

    def _part(self, links: Links, phrase: Phrase, end: int, rule: str) -> Iterator[Argument]:
        """A number of the casualties, of the class that the predicate tells."""
        person = links.people.describe(links.reading, replace(phrase, of=None))
        if person is None or person.kind != "count":
            return
        if links.reading.lower[end : end + 1] and links.reading.lower[end] in links.be:
            k = links.phrase_of.get(end + 1)
            if k is not None and links.people.describe(links.reading, links.phrases[k]) is not None:
                told = links.people.class_of(links.reading, links.phrases[k])
                person = replace(person, victim_class=told if person.victim_class == "unknown" else person.victim_class)
        yield Argument(phrase, person, rule, inside=True)

    def _identified(self, links: Links, casualties: Casualties) -> Iterator[Argument]:
        """ "the dead were two Belgians", "the dead were named as A and B", "identified the dead as A and B"."""
        lower, word = links.reading.lower, casualties.end
        named = self._named_at(links, word)
        if named is not None:
            yield from self._listed(links, named, f"{casualties.cue.kind}-named", inside=False, names=True)
        elif word < len(lower) and lower[word] in links.be and lower[casualties.first - 1 : casualties.first] != ["by"]:
            yield from self._listed(links, word + 1, f"{casualties.cue.kind}-roll", inside=True)

    def _named_at(self, links: Links, word: int) -> int | None:
        """Where the names begin behind "were named as", "identified by the police as", ":"."""
        lower = links.reading.lower
        for at in range(word, min(word + _NAMED_GAP, len(lower))):
            if lower[at] in ("as", ":"):
                return at + 1
            if (at > word and at in links.cue_words) or lower[at] in (",", ".", ";"):
                return None
        return None

    def _listed(self, links: Links, word: int, rule: str, *, inside: bool, names: bool = False) -> Iterator[Argument]:
        """The list that starts at `word`; behind "named as" only names."""
        lower = links.reading.lower
        while word < len(lower) and (lower[word] in ("also", "both", "all") or links.reading.pos[word] == "ADV"):
            word += 1
        k = links.phrase_of.get(word)
        if k is None or links.phrases[k].first != word:
            return
        members = links.coordination.rightwards(links.phrases[k], limit=None)
        found = links.persons(self._closed(links, members), rule)
        if names and any(each.person.kind != "name" for each in found):
            return
        yield from _inside(found) if inside else found

    @staticmethod
    def _closed(links: Links, members: list[Phrase]) -> list[Phrase]:
        """The list up to the member behind "and": "three boys and a guard, the police chief told reporters"."""
        for k in range(1, len(members) - 1):
            joints = [links.coordination.joints.joint(members[i], members[i + 1]) for i in (k - 1, k)]
            if joints == ["and", ","]:
                return members[: k + 1]
        return members

    def _verb(self, links: Links, word: int) -> int | None:
        """The form of "be" behind the casualties, a place or a time in between: "among the dead in the mine were"."""
        end = links.reading.bounds[links.reading.sentence[word - 1]][1]
        for at in range(word, min(word + _GAP, end)):
            if links.reading.lower[at] in links.be:
                return at
            if links.reading.pos[at] in ("VERB", "PUNCT", "PRON") or at in links.cue_words:
                return None
        return None

    def _opens(self, links: Links, cue: HarmCue) -> bool:
        """Whether the verb opens its sentence, "also" apart."""
        first = links.reading.bounds[links.reading.sentence[cue.first]][0]
        return cue.first == first or (cue.first == first + 1 and links.reading.lower[first] == "also")

    def _inverted(self, links: Links, cue: HarmCue) -> Iterator[Argument]:
        """ "Killed were two guards", "Also hurt in the blast was a porter"."""
        verb = self._verb(links, cue.last)
        if verb is not None:
            yield from self._listed(links, verb + 1, f"{cue.kind}-inverted", inside=False)


def _phrases_from(links: Links, word: int) -> Iterator[Phrase]:
    """The phrases that start at `word` or later in its sentence."""
    end = min(links.reading.bounds[links.reading.sentence[word - 1]][1], word + REACH)
    for k in sorted({links.phrase_of[at] for at in range(word, end) if at in links.phrase_of}):
        if links.phrases[k].first >= word:
            yield links.phrases[k]


def _inside(found: list[Argument]) -> list[Argument]:
    return [replace(argument, inside=True) for argument in found]
