"""The noun phrase that names a source, and what kind of source it is (casualty-claims.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tasks.nlp.assertions.report_clauses import is_behind_dash, is_spaced
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading

_DATA = 8  # words of "figures from the ministry of health"
_NAME = 6  # words of a name between commas
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "X"})


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """Words first..end of a source; `head` is its main noun."""

    first: int
    end: int
    head: int
    pronoun: bool
    is_name: bool


class SourceReader:
    """Finds source phrases by the order of words and looks up their kind."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Raises LexiconError where claimants.toml lacks a table."""
        self._kinds = [(kind, frozenset(words)) for kind, words in lexicon.classes("claimants", "kinds").items()]
        self._longest = max(len(word.split()) for _, words in self._kinds for word in words)
        self._pronouns = lexicon.word_set("claimants", "phrase.pronouns")
        self._skipped = lexicon.word_set("claimants", "phrase.skipped")
        self._relative = lexicon.word_set("claimants", "phrase.relative")
        self._data = lexicon.word_set("claimants", "phrase.data")
        self._heads = lexicon.word_set("claimants", "phrase.heads")
        self._nobody = lexicon.word_set("claimants", "phrase.nobody")
        self._link_words = lexicon.word_set("claimants", "phrase.links")
        self._links_behind = lexicon.word_set("claimants", "phrase.links_before")
        self._things = lexicon.word_set("claimants", "phrase.things")
        self._headline_verbs = lexicon.word_set("claimants", "phrase.headline_verbs")
        self._not_sources = lexicon.word_set("claimants", "phrase.not_sources")

    @property
    def personal(self) -> frozenset[str]:
        """Pronouns that stand for a source."""
        return self._pronouns

    def can_speak(self, head: str) -> bool:
        """Whether a phrase with this last word, as printed, can be a source: no toll, no Friday, no street."""
        return head.lower() not in self._not_sources and head not in self._things

    def kind_of_text(self, text: str) -> str:
        """The kind of a source by its words; `unknown` where none is telling."""
        words = text.lower().replace("’", "'").replace("'s", "").replace(",", " ").replace("-", " ").split()
        grams = {" ".join(words[i : i + n]) for n in range(1, self._longest + 1) for i in range(len(words) - n + 1)}
        hyphened = {word.strip(".,()") for word in text.lower().split()}
        return next((kind for kind, known in self._kinds if known & (grams | hyphened)), "unknown")

    def before(self, reading: Reading, word: int, floor: int) -> SourcePhrase | None:
        """The subject of the verb at `word`: by the parse, else the phrase before it."""
        for subject in self._subjects(reading, word, floor):
            return self._grown(reading, subject, floor, word)
        at = word - 1
        while at >= floor and (reading.pos[at] in ("ADV", "AUX") or reading.lower[at] in self._skipped):
            at -= 1
        if at > floor and reading.lower[at] == ",":
            return self._called(reading, at, floor)
        if at < floor or reading.pos[at] not in ("NOUN", "PROPN", "PRON", "ADJ"):
            return None
        if reading.pos[at] in ("NOUN", "PROPN") and not self.can_speak(reading.texts[at]):
            return None
        return self._grown(reading, at, floor, word)

    def _called(self, reading: Reading, comma: int, floor: int) -> SourcePhrase | None:
        """ "the police chief, Ana Coster, told reporters": a role with a name between commas before the verb."""
        at = comma - 1
        while at > max(floor, comma - _NAME) and reading.texts[at][0].isupper():
            at -= 1
        role = at - 1
        if at + 1 == comma or reading.lower[at] != "," or role < floor or reading.pos[role] not in ("NOUN", "PROPN"):
            return None
        source = self._grown(reading, role, floor, at) if self.can_speak(reading.texts[role]) else None
        return None if source is None else replace(source, end=comma)

    def data_before(self, reading: Reading, word: int, floor: int) -> SourcePhrase | None:
        """ "Ministry figures show", "a study by the bureau found": data that stand for those who gathered them."""
        subjects = (*reading.subjects.get(word, ()), *self._nominal_words(reading, word, floor))
        head = next((i for i in subjects if floor <= i < word and reading.lower[i] in self._data), None)
        return None if head is None else self._grown(reading, head, floor, word)

    def _nominal_words(self, reading: Reading, word: int, floor: int) -> Iterator[int]:
        """The words before the verb, back to what is no part of a noun phrase: "data from the state show"."""
        for at in range(word - 1, max(floor, word - _DATA) - 1, -1):
            if reading.pos[at] not in _INSIDE and reading.pos[at] != "ADP" and reading.lower[at] != "'s":
                return
            yield at

    def _subjects(self, reading: Reading, word: int, floor: int) -> list[int]:
        """Subjects of the verb, of the verb it is joined to, or of the one that a participle hangs on ("saying")."""
        verb = word
        for _ in range(3):
            found = [i for i in reading.subjects.get(verb, ()) if floor <= i < word]
            found = [i for i in found if self._can_say(reading, i, word)]
            if found:
                return found[-1:]
            if reading.dep(verb) not in ("conj", "advcl", "acl", "xcomp"):
                return []
            if reading.dep(verb) in ("advcl", "acl") and not reading.lower[word].endswith("ing"):
                return []
            verb = reading.head(verb)
            if not floor <= verb < word:
                return []
        return []

    def _can_say(self, reading: Reading, subject: int, verb: int) -> bool:
        """Whether the subject that the parse gives a verb can speak; the city of a dateline cannot."""
        return self.can_speak(reading.texts[subject]) and not is_behind_dash(reading, subject, verb)

    def after(self, reading: Reading, at: int, end: int) -> SourcePhrase | None:
        """The phrase that starts at `at`: "according to the health ministry"."""
        stop = at
        while stop < end and (reading.pos[stop] in _INSIDE or self._links(reading, stop, end)):
            stop += 1
        while stop > at and reading.pos[stop - 1] in ("ADP", "CCONJ", "PUNCT"):
            stop -= 1
        nouns = [i for i in range(at, stop) if reading.pos[i] in ("NOUN", "PROPN")]
        if not nouns:
            return None
        linked = next((i for i in range(at, stop) if reading.pos[i] == "ADP" and i > nouns[0]), stop)
        head = max((i for i in nouns if i < linked), default=nouns[0])
        return self._trimmed(reading, at, stop, head)

    def _links(self, reading: Reading, at: int, end: int) -> bool:
        word = reading.lower[at]
        if word in ("'s", "’s", "-", "&", "/", "'"):
            return True
        return word in self._link_words and at + 1 < end and reading.pos[at + 1] in _INSIDE

    def _grown(self, reading: Reading, head: int, floor: int, word: int) -> SourcePhrase | None:
        """The whole phrase around its head, between `floor` and the verb."""
        if reading.pos[head] == "PRON" or reading.lower[head] in self._pronouns:
            return self._pronoun(reading, head, floor)
        first = head
        while first > floor and self._belongs(reading, first - 1, head, floor):
            first -= 1
        end = head + 1
        while end < word and (reading.pos[end] in _INSIDE or self._links(reading, end, word)):
            end += 1
        while end > head + 1 and reading.pos[end - 1] in ("ADP", "CCONJ", "PUNCT", "DET"):
            end -= 1
        return self._trimmed(reading, first, end, head)

    def _belongs(self, reading: Reading, at: int, head: int, floor: int) -> bool:
        """Whether the word before a source phrase is still part of it."""
        if self._is_cut(reading, at) or (reading.lower[at] == "-" and at and is_spaced(reading, at)):
            return False
        if reading.pos[at] in _INSIDE or reading.lower[at] in ("'s", "’s", "-", "'"):
            return True
        return self._capital(reading, at, head) or self._linked_before(reading, at, floor)

    def _is_cut(self, reading: Reading, at: int) -> bool:
        """ "reached her home Moore said", "Hollande Says Trump Said": another phrase ends before the name."""
        lower = reading.lower[at]
        thing = lower in self._things and reading.pos[at] == "NOUN" and reading.pos[at + 1] == "PROPN"
        return thing or (lower in self._headline_verbs and reading.tokens[at].is_title)

    @staticmethod
    def _capital(reading: Reading, at: int, head: int) -> bool:
        """A capitalised participle before a name: "United Nations"."""
        return reading.pos[head] == "PROPN" and reading.pos[at] == "VERB" and reading.tokens[at].is_title

    def _linked_before(self, reading: Reading, at: int, floor: int) -> bool:
        """An "of" or "for" between two nouns to the left of the head."""
        return reading.lower[at] in self._links_behind and at > floor and reading.pos[at - 1] in ("NOUN", "PROPN")

    def _pronoun(self, reading: Reading, head: int, floor: int) -> SourcePhrase | None:
        """A pronoun, or the noun before a relative one: "the ministry, which said"."""
        if reading.lower[head] not in self._relative:
            personal = reading.lower[head] in self._pronouns and reading.lower[head] not in self._nobody
            return SourcePhrase(head, head + 1, head, pronoun=True, is_name=False) if personal else None
        at = head - 1
        while at > floor and reading.lower[at] == ",":
            at -= 1
        if at < floor or reading.pos[at] not in ("NOUN", "PROPN"):
            return None
        return self._grown(reading, at, floor, head)

    def _trimmed(self, reading: Reading, first: int, end: int, head: int) -> SourcePhrase:
        """A proper name without its article and without "Britain-based"; other phrases as printed."""
        based = next((i for i in range(first, head) if reading.lower[i].endswith("based")), None)
        if based is not None and based + 1 < end:
            first = based + 1
        while first < head and reading.lower[first] in self._heads:
            first += 1
        named = reading.pos[head] == "PROPN"
        if named and reading.pos[first] == "DET" and first < head:
            first += 1
        return SourcePhrase(first, end, head, pronoun=False, is_name=named)
