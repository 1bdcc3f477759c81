"""`sitrep_tolls`: the toll of the text's main incident (casualty-claims.md, section 8; DESIGN.md, section 3).

Numbers are added only where the text lists them side by side, says "another" or "also", tells of a second blast, or
counts another class; toll_sums.py has the rules.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.assertions.background import Background
from tasks.nlp.claims.toll_sums import Part, TollSum
from tasks.nlp.findings import Claim, Toll
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.victims.harms import HARMS
from tasks.nlp.victims.victims import VictimGroup

Doc.set_extension("tolls", default=None, force=True)

_NOBODY = Toll(0, 0, 0)
_EVENT_REACH = 40  # words between a number and the event that its sentence tells of
_NEXT = 2  # sentences between two numbers of one scene
_CAPTIVITY = frozenset({"abducted", "missing", "detained"})
_Counted = list[tuple[Claim, VictimGroup]]


@Language.factory("sitrep_tolls", default_config={"lexicon": {}})
class Tolls:
    """Reads doc._.claims, doc._.victims, doc._.implied; writes doc._.tolls: harm -> Toll for the harms it counts."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        words = Lexicon(lexicon)
        self._background = Background(words)
        self._correcting = words.word_set("scope", "tolls.correcting")
        self._updating = words.word_set("scope", "tolls.updating")
        self._wounded = words.word_set("scope", "tolls.wounded")
        self._again = words.word_set("scope", "tolls.again")
        self._events = words.word_set("scope", "incidents.nouns")

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.tolls."""
        reading = read(doc) if doc._.claims or doc._.implied else None
        tolls = self._main_tolls(reading, self._counted(reading, doc)) if reading is not None else {}
        implied = max((each.count for each in doc._.implied), default=0)
        if implied and not (tolls.get("killed") or _NOBODY).best:
            tolls["killed"] = Toll(implied, implied, implied)  # the text counts its dead in no other way
        doc._.tolls = tolls
        return doc

    def _counted(self, reading: Reading, doc: Doc) -> _Counted:
        """The claims that can enter a toll, each with its victim group."""
        by_span = {(group.harm, group.start): group for group in doc._.victims}
        pairs = [
            (claim, by_span[claim.harm, claim.start])
            for claim in doc._.claims
            if claim.scope == "incident" and claim.factuality in ("asserted", "hedged")
        ]
        return [pair for k, pair in enumerate(pairs) if not self._background.holds(reading, pair[1], first=k == 0)]

    def _main_tolls(self, reading: Reading, counted: _Counted) -> dict[str, Toll]:
        """The tolls of the incident that the first counted claim is about."""
        if not counted:
            return {}
        main = _of_main(reading, counted)
        contrasted = _contrasted(reading, counted)
        tolls: dict[str, Toll] = {}
        died = 0  # of their wounds: counted among the wounded before
        for harm in HARMS:
            total = TollSum(len(reading.bounds))
            mine = [(claim, group) for claim, group in main if claim.harm == harm]
            for claim, group in mine:
                if claim.qualifier == "none":
                    total.deny(claim.claimant)
                else:
                    total.take(self._part(reading, claim, group, total, contrasted))
            if mine:
                tolls[harm] = _less(total.toll(), died) if harm == "injured" else total.toll()
            died += sum(part.best for part in total.parts if part.of_wounded) if harm == "killed" else 0
        return tolls

    def _part(
        self, reading: Reading, claim: Claim, group: VictimGroup, total: TollSum, contrasted: frozenset[tuple[str, int]]
    ) -> Part:
        words = frozenset(reading.lower[group.first : group.end])
        low = claim.low if claim.low is not None else 0
        best = claim.low if claim.low is not None else (claim.high or 0)
        part = Part(
            low,
            best,
            claim.high,
            claim,
            group,
            sentence=reading.sentence[group.first],
            noun=reading.lower[group.head],
            words=words,
            additive=False,
            of_wounded=claim.harm == "killed" and self._is_of_wounded(reading, group),
            corrects=bool(self._correcting & set(reading.lower[max(0, group.first - 4) : group.first])),
            updates=bool(self._updating & set(reading.lower[group.cue.first : group.first])),
        )
        other = (claim.harm, claim.start) not in contrasted and self._is_additive(reading, part, total)
        return replace(part, additive=other)

    def _is_of_wounded(self, reading: Reading, group: VictimGroup) -> bool:
        """ "two of the wounded died": the harm word behind "of the" is no part of a phrase."""
        end = group.end + 3 if reading.lower[group.end : group.end + 1] == ["of"] else group.end
        return bool(self._wounded & set(reading.lower[group.first : end]))

    def _is_additive(self, reading: Reading, part: Part, total: TollSum) -> bool:
        """Whether the text says that these are other people: "another", "was also killed", "the second blast"."""
        if part.group.additive:
            return True
        if not total.parts or part.group.kind != "count":
            return False
        last = total.parts[-1]
        if part.group.also and part.sentence - last.sentence <= 1:
            return True
        return self._tells_of_second(reading, part) and not self._tells_of_second(reading, last)

    def _tells_of_second(self, reading: Reading, part: Part) -> bool:
        """ "the second blast", "another bomb", in the sentence of the number."""
        first, end = reading.bounds[part.sentence]
        words = reading.lower[max(first, part.group.first - _EVENT_REACH) : min(end, part.group.first + _EVENT_REACH)]
        return any(word in self._again and self._events & set(words[i + 1 : i + 4]) for i, word in enumerate(words))


def _of_main(reading: Reading, counted: _Counted) -> _Counted:
    """The claims of the first one's incident, and of those told right behind it that nothing sets apart."""
    first, _ = counted[0]
    main, captive = [counted[0]], first.harm in _CAPTIVITY
    for claim, group in counted[1:]:
        near = reading.sentence[group.first] - reading.sentence[main[-1][1].first] <= _NEXT
        later = captive and claim.harm == "killed"  # the hostages were killed days later
        if claim.incident == first.incident or (near and (later or group.additive or _same_scene(claim, first))):
            main.append((claim, group))
            captive = captive and claim.harm in _CAPTIVITY
    return main


def _same_scene(one: Claim, other: Claim) -> bool:
    """Whether neither place nor date tells the two apart."""
    places = {claim.place.name for claim in (one, other) if claim.place is not None}
    dates = {claim.date for claim in (one, other) if claim.date is not None}
    return len(places) <= 1 and len(dates) <= 1


def _less(toll: Toll, died: int) -> Toll:
    """The wounded without those of them who died."""
    if not died or toll.best is None or toll.best <= died:
        return toll
    return Toll(max(0, (toll.low or 0) - died), toll.best - died, None if toll.high is None else toll.high - died)


def _contrasted(reading: Reading, counted: _Counted) -> frozenset[tuple[str, int]]:
    """Numbers behind one of another harm: in "two were killed and five others hurt" the others are other than dead."""
    first: dict[int, str] = {}
    for claim, group in counted:
        first.setdefault(reading.sentence[group.first], claim.harm)
    return frozenset((c.harm, c.start) for c, group in counted if first[reading.sentence[group.first]] != c.harm)
