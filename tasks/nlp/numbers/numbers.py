"""`sitrep_numbers`: which number words count something, with their qualifier (casualty-claims.md, section 2).

Dates, times, ages, measures, money, ordinals and names with a number ("Route 60") are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.grammar.inflection import all_forms
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, date_mentions, read
from tasks.nlp.numbers.number_context import NumberContext, is_year
from tasks.nlp.numbers.numerals import Numeral, NumeralGrammar

Doc.set_extension("numbers", default=(), force=True)

_WITHOUT_REACH = 4  # words of "without seriously injuring or killing anyone"
_LONGEST_CHOICE = 12  # words of "either three, five or seven"
_UP_TO = ("up", "to")
QUALIFIERS = ("at_least", "more_than", "at_most", "less_than", "about", "exact")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A count. `first:end` are words of the Reading (qualifier included), `core` its first numeral word."""

    first: int
    end: int
    core: int
    low: int | None
    high: int | None
    qualifier: str
    start: int  # characters
    stop: int


@Language.factory("sitrep_numbers", default_config={"lexicon": {}})
class Numbers:
    """Reads words, part-of-speech tags and doc._.dates; writes doc._.numbers."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._grammar = NumeralGrammar(words)
        self._starting: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._ending: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        before = [(p, q) for q in QUALIFIERS for p in words.phrases("numbers", f"before.{q}")]
        for pair in sorted(before, key=lambda pair: -len(pair[0])):
            self._starting.setdefault(pair[0][0], []).append(pair)
            self._ending.setdefault(pair[0][-1], []).append(pair)
        self._after = [(p, q) for q in ("at_least", "about", "at_most") for p in words.phrases("numbers", f"after.{q}")]
        self._after.sort(key=lambda pair: -len(pair[0]))
        self._none_words = words.word_set("numbers", "none.words")
        self._none_phrases = words.phrases("numbers", "none.phrases")
        self._any = words.word_set("numbers", "none.any")
        irregular = words.classes("harms", "irregular")
        verbs = [verb for harm in ("killed", "injured") for verb in words.words("harms", f"{harm}.verbs")]
        self._harming = frozenset(form for form in all_forms(verbs, irregular) if form.endswith("ing"))
        self._exceeding = words.word_set("numbers", "context.exceeding")
        self._climbs = words.word_set("numbers", "context.climbs")
        self._none_firsts = self._none_words | {phrase[0] for phrase in self._none_phrases}
        self._between_words = words.word_set("numbers", "before.between")
        self._context = NumberContext(words)

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.numbers, in order of the text, disjoint."""
        doc._.numbers = tuple(self._mentions(read(doc)))
        return doc

    def _mentions(self, reading: Reading) -> list[NumberMention]:
        dated = _dated_words(reading)
        found: list[NumberMention] = []
        at = 0
        while at < len(reading.lower):
            if reading.sentence[at] in reading.tables:
                at = reading.bounds[reading.sentence[at]][1]
                continue
            mention, at = self._mention(reading, at, dated, found[-1].end if found else 0)
            if mention is not None:
                found.append(mention)
        return found

    def _mention(self, reading: Reading, at: int, dated: set[int], floor: int) -> tuple[NumberMention | None, int]:
        """The count at word `at` and where to read on; qualifiers never reach back beyond word `floor`."""
        none = self._none(reading, at)
        if none is not None:
            return none, none.end
        numeral = self._grammar.read(reading.lower, at)
        if numeral is not None and numeral.range and self._context.is_rise(reading.lower, at, numeral.end):
            numeral = self._grammar.single(reading.lower, at)
        if numeral is None:
            return None, at + 1
        between = self._between(reading, at, numeral) or self._either(reading, at)
        if between is not None:
            return between, between.end
        if reading.lower[at] == "both" and self._is_correlative(reading, at):
            return None, numeral.end
        if at in dated or self._context.is_no_count(reading, at, numeral):
            return None, numeral.end
        return self._qualified(reading, at, numeral, floor), numeral.end

    @staticmethod
    def _is_correlative(reading: Reading, at: int) -> bool:
        """ "both the driver and the guard"; no verb stands before the "and"."""
        following = reading.lower[at + 1 : at + 7]  # words of the first member
        if "and" not in following:
            return False
        between = reading.pos[at + 1 : at + 1 + following.index("and")]
        return not {"VERB", "AUX"} & set(between)

    def _none(self, reading: Reading, at: int) -> NumberMention | None:
        lower = reading.lower
        if lower[at] in self._any and self._is_without_harm(lower, at):
            return self._made(reading, at, at + 1, at, 0, 0, "none")
        if lower[at] not in self._none_firsts or self._prefix_at(lower, at)[1] is not None:
            return None  # "no fewer than 16"
        if self._context.is_numbering(reading, at):
            return None
        for phrase in self._none_phrases:
            if tuple(lower[at : at + len(phrase)]) == phrase:
                return self._made(reading, at, at + len(phrase), at, 0, 0, "none")
        if lower[at] in self._none_words:
            return self._made(reading, at, at + 1, at, 0, 0, "none")
        return None

    def _is_without_harm(self, lower: list[str], at: int) -> bool:
        """ "without hurting anyone"."""
        before = lower[max(0, at - _WITHOUT_REACH) : at]
        return "without" in before and before[-1] in self._harming

    def _between(self, reading: Reading, at: int, first: Numeral) -> NumberMention | None:
        """ "between 12 and 17", "between 30 and more than 45", "between two to four"."""
        lower = reading.lower
        if at and lower[at - 1] == "between" and first.high is not None and first.low < first.high:
            return self._made(reading, at - 1, first.end, at, first.low, first.high, "between")
        if (
            at == 0
            or lower[at - 1] != "between"
            or first.end + 1 >= len(lower)
            or lower[first.end] not in ("and", "to")
        ):
            return None
        after, qualifier = self._prefix_at(lower, first.end + 1)
        second = self._grammar.read(lower, after) if after < len(lower) else None
        if second is None or second.low < first.low:
            return None
        high = None if qualifier in ("more_than", "at_least") else second.high
        if self._context.measures_something(reading, at, second) or (
            first.digits and is_year(second.low) and high == second.low
        ):
            return None
        return self._made(reading, at - 1, second.end, at, first.low, high, "between")

    def _either(self, reading: Reading, at: int) -> NumberMention | None:
        """ "either three, five or no people", "either one or two": the smallest and the largest of them."""
        lower = reading.lower
        if at == 0 or lower[at - 1] != "either":
            return None
        found, word = [], at
        while word < len(lower) and word - at < _LONGEST_CHOICE:
            numeral = self._grammar.single(lower, word)
            if numeral is None and lower[word] not in self._none_words:
                break
            found.append(numeral.low if numeral is not None else 0)
            end = numeral.end if numeral is not None else word + 1
            word = end + 1
            if lower[end : end + 1] not in ([","], ["or"]):
                known = len(found) > 1
                return self._made(reading, at - 1, end, at, min(found), max(found), "between") if known else None
        return None

    def _prefix_at(self, lower: list[str], at: int) -> tuple[int, str | None]:
        """A qualifier that starts at word `at`: the word after it and the qualifier."""
        for phrase, qualifier in self._starting.get(lower[at], ()) if at < len(lower) else ():
            if tuple(lower[at : at + len(phrase)]) == phrase:
                return at + len(phrase), qualifier
        return at, None

    def _qualified(self, reading: Reading, at: int, numeral: Numeral, floor: int) -> NumberMention:
        """The numeral with what stands before and after it: "at least four", "four or more"."""
        first, qualifier = self._prefix_before(reading.lower, at, floor)
        between = at
        while between > max(floor, at - 2) and reading.lower[between - 1] in self._between_words:
            between -= 1
        if first == at and between < at:
            outer, qualifier = self._prefix_before(reading.lower, between, floor)  # "at least an additional forty"
            first = outer if qualifier else at
        if qualifier is None and first == at and at > floor and reading.lower[at - 1] in self._exceeding:
            qualifier = "more_than"
        end = numeral.end
        for phrase, found in self._after:
            if tuple(reading.lower[end : end + len(phrase)]) == phrase:
                end, qualifier = end + len(phrase), qualifier or found
                break
        if numeral.range and reading.lower[first - 1 : first] == ["from"] and first - 1 >= floor:
            first -= 1 + (reading.lower[max(0, first - 2)] == "anywhere")
        low, high, name = _bounds(numeral, qualifier)
        return self._made(reading, first, end, at, low, high, name)

    def _prefix_before(self, lower: list[str], at: int, floor: int) -> tuple[int, str | None]:
        for phrase, qualifier in self._ending.get(lower[at - 1], ()) if at else ():
            start = at - len(phrase)
            if phrase == _UP_TO and start > 0 and lower[start - 1] in self._climbs:
                continue
            if start >= floor and start >= 0 and tuple(lower[start:at]) == phrase:
                further, outer = self._prefix_before(lower, start, floor)
                if qualifier == "exact" and outer is not None:
                    return further, outer
                return start, qualifier
        return at, None

    @staticmethod
    def _made(
        reading: Reading, first: int, end: int, core: int, low: int | None, high: int | None, qualifier: str
    ) -> NumberMention:
        start, stop = reading.span(first, end)
        return NumberMention(first, end, core, low, high, qualifier, start, stop)


def _bounds(numeral: Numeral, qualifier: str | None) -> tuple[int | None, int | None, str]:
    """Low, high and qualifier of a numeral under a qualifier (the table of section 2)."""
    low, high = numeral.low, numeral.high
    if qualifier in ("at_least", "more_than"):
        return low, None, qualifier
    if qualifier in ("at_most", "less_than"):
        return None, high if high is not None else low, qualifier
    if numeral.range:
        return low, high, "between"
    if numeral.vague:
        return low, None, "vague"
    if high is None:
        return low, None, "at_least"
    return low, high, qualifier or "exact"


def _dated_words(reading: Reading) -> set[int]:
    """Words inside the date expressions that `sitrep_dates` found."""
    words: set[int] = set()
    for mention in date_mentions(reading.doc):
        word = reading.word_at(mention.start)
        while word is not None and word < len(reading.tokens) and reading.tokens[word].idx < mention.end:
            words.add(word)
            word += 1
    return words
