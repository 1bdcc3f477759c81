"""Quotations and cue clauses of one text as one list: what is quoted belongs to the cue that introduces it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from spacy.tokens import Doc

from tasks.nlp.speech.attribution import Attribution
from tasks.nlp.speech.quotations import Quoted, QuoteReader


def merge(doc: Doc, reader: QuoteReader, clauses: list[Attribution]) -> list[Attribution]:
    """Direct, mixed and indirect attributions in text order, each cue once."""
    merger = _Merger(doc, reader, clauses)
    for quoted in reader.utterances():
        merger.add(quoted)
    return merger.all()


class _Merger:
    """What has been merged so far, with the last quotation that a later one may continue."""

    def __init__(self, doc: Doc, reader: QuoteReader, clauses: list[Attribution]) -> None:
        self.doc, self.reader = doc, reader
        # What a quoted speaker says of others is part of the quotation, no statement of its own.
        self.outside = [each for each in clauses if each.cue is not None and reader.inside[each.cue.start] < 0]
        self.by_cue = {each.cue.start: each for each in self.outside if each.cue is not None}
        inner = nested(self.outside)
        self.outside = [each for each, within in zip(self.outside, inner, strict=True) if not within]
        self.ends = [max(each.end, _cue_end(each)) for each in self.outside]
        self.by_end = sorted(range(len(self.ends)), key=lambda n: self.ends[n])
        self.sorted_ends = [self.ends[n] for n in self.by_end]
        self.starts = sorted((each.start, n) for n, each in enumerate(self.outside))
        self.found: dict[int, Attribution] = {}  # by number of the statement
        self.cue_number: dict[int, int] = {}
        self.last = -1  # number of the last statement with a quotation
        self.last_quote_end = -1

    def add(self, quoted: Quoted) -> None:
        """Give one quotation to its own cue, to the clause that covers it, or to the speaker before it."""
        own = self._own(quoted) or self._covered(quoted)
        if own is not None:
            cue = own.cue.start if own.cue is not None else -1
            number = self.cue_number.setdefault(cue, len(self.found))
            if number in self.found:
                own = _joined(self.found[number], own)
        elif self._resumes(quoted):
            number = self.last
            own = replace(self.found[number], end=quoted.quote.inner_end)
        elif self.reader.starts_sentence(quoted.first):
            number, own = len(self.found), self._continued(quoted)
        else:
            return
        self.found[number] = own
        self.last, self.last_quote_end = number, quoted.end

    def all(self) -> list[Attribution]:
        """Every attribution in text order."""
        rest = [each for cue, each in self.by_cue.items() if cue not in self.cue_number]
        merged = sorted([*self.found.values(), *rest], key=lambda each: (each.start, -each.end))
        return [each for each, inner in zip(merged, nested(merged), strict=True) if not inner]

    def _own(self, quoted: Quoted) -> Attribution | None:
        """The quotation with the cue beside it; an indirect part of the same cue makes it mixed."""
        if quoted.cue is None:
            return None
        clause = self.by_cue.get(quoted.cue.i)
        start, end, form = quoted.quote.inner_start, quoted.quote.inner_end, "direct"
        reaches = clause is not None and clause.start < quoted.quote.start and clause.end > quoted.quote.start
        if clause is not None and reaches and quoted.side == "before":
            start, end, form = clause.start, max(clause.end, quoted.quote.end), "mixed"
        cue = self.doc[quoted.cue.i : quoted.cue.i + 1]
        return Attribution(f"quote.{quoted.side}", cue, quoted.speaker, start, end, form)

    def _covered(self, quoted: Quoted) -> Attribution | None:
        """The shortest clause of a cue outside the quotation that reaches into it."""
        quote = quoted.quote
        near = self.outside[max(0, bisect_right(self.starts, (quote.start, 0)) - 12) :][:24]
        reaching = [each for each in near if each.end > quote.start and each.start < quote.end]
        if not reaching:
            return None
        best = min(reaching, key=lambda each: each.end - each.start)
        start, end = min(best.start, quote.start), max(best.end, quote.end)
        if start == quote.start and end == quote.end:
            return replace(best, start=quote.inner_start, end=quote.inner_end, form="direct")
        return replace(best, start=start, end=end, form="mixed")

    def _resumes(self, quoted: Quoted) -> bool:
        """ "...," X said. "...": the second part stands behind the cue sentence in the same paragraph."""
        if self.last < 0 or self.found[self.last].form != "direct" or self.last_quote_end > quoted.first:
            return False
        between = self.doc[self.last_quote_end : quoted.first]
        cue = self.found[self.last].cue
        if cue is not None and cue.start >= quoted.first:
            return False
        stops = sum(self.reader.ends_sentence(token) for token in between)
        return stops <= 1 and "\n" not in between.text

    def _continued(self, quoted: Quoted) -> Attribution:
        """A quotation without a cue: its speaker is that of the statement just before."""
        inner = (quoted.quote.inner_start, quoted.quote.inner_end)
        before = bisect_right(self.sorted_ends, quoted.quote.start) - 1
        clause = self.outside[self.by_end[before]] if before >= 0 else None
        quotation = self.found.get(self.last)
        if clause is None and quotation is None:
            return Attribution("quote.alone", None, None, *inner, "direct")
        near = (
            clause
            if quotation is None or (clause is not None and _cue_end(clause) > max(quotation.end, _cue_end(quotation)))
            else quotation
        )
        return Attribution("quote.continued", None, near.speaker if near else None, *inner, "direct")


def nested(attributions: list[Attribution]) -> list[bool]:
    """Whether the cue of each stands inside what another one attributes: the outer speaker answers for it."""
    order = sorted(range(len(attributions)), key=lambda n: attributions[n].start)
    starts = [attributions[n].start for n in order]
    reach: list[tuple[tuple[int, int], tuple[int, int]]] = []  # the two furthest ends so far, with their owners
    best, second = (-1, -1), (-1, -1)
    for n in order:
        here = (attributions[n].end, n)
        best, second = (here, best) if here > best else (best, max(second, here))
        reach.append((best, second))
    inner = [False] * len(attributions)
    for n, each in enumerate(attributions):
        at = bisect_right(starts, each.cue.start_char) - 1 if each.cue is not None else -1
        if at >= 0 and each.cue is not None:
            furthest, next_one = reach[at]
            end = next_one[0] if furthest[1] == n else furthest[0]
            inner[n] = end > each.cue.start_char and each.rule != "according"  # it answers for a whole sentence
    return inner


def _cue_end(each: Attribution) -> int:
    return each.cue.end_char if each.cue is not None else each.end


def _joined(one: Attribution, other: Attribution) -> Attribution:
    form = one.form if one.form == other.form else "mixed"
    return replace(one, start=min(one.start, other.start), end=max(one.end, other.end), form=form)
