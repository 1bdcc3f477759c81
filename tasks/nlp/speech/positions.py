"""`sitrep_positions`: who is for or against what (doc._.positions)."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from tasks.nlp.findings import Position, Statement
from tasks.nlp.grammar.clauses import antecedent, beside, is_negation, only_describes, phrase, sentence_bounds, subject
from tasks.nlp.grammar.plain import plain
from tasks.nlp.names.name_words import Countries
from tasks.nlp.names.names import Referent, referent_of
from tasks.nlp.speech.stances import Cue, StanceWords
from tasks.nlp.speech.targets import find_target
from tasks.nlp.speech.topics import Topics
from tasks.nlp.speech.voices import Voice, speaks_for

Doc.set_extension("positions", default=(), force=True)

_FIRST_PERSON = frozenset({"i", "we"})
_NEGATION_REACH = 4
_SUBJECT_REACH = 7  # "neither the minister nor the party backs"


@Language.factory("sitrep_positions", default_config={"lexicon": {}})
class Positions:
    """Needs a tagged and parsed Doc; reads doc._.referents, doc._.mentions and doc._.statements if there."""

    def __init__(self, nlp: Language, name: str, lexicon: dict[str, Any]) -> None:
        self.name = name
        self.words = StanceWords(lexicon)
        self.countries = Countries(lexicon)
        self.topics = Topics(lexicon, self.countries)

    def __call__(self, doc: Doc) -> Doc:
        """Set doc._.positions, in text order."""
        text = plain(doc).text
        spoken = _Spoken(doc)
        found = (self._position(doc, text, cue, spoken) for cue in self._cues(doc))
        doc._.positions = tuple({(p.start, p.target_start): p for p in found if p is not None}.values())
        return doc

    def _cues(self, doc: Doc) -> list[Cue]:
        """Stance words, and what somebody is urged to do."""
        cues = {cue.end: cue for cue in self.words.cues(doc)}
        words = plain(doc)
        for i, word in enumerate(words.lower):
            if word in self.words.request and words.pos[i] == "VERB" and not self._noun_wanted(doc, doc[i]):
                token = doc[i]
                cue = self._request(doc, token)
                if cue is not None:
                    cues[cue.end] = cue
        return sorted(cues.values(), key=lambda cue: cue.first)

    @staticmethod
    def _noun_wanted(doc: Doc, verb: Token) -> bool:
        """ "called for action to hold ...": the wish is the noun behind "for"."""
        return verb.i + 1 < len(doc) and doc[verb.i + 1].lower_ == "for"

    def _request(self, doc: Doc, verb: Token) -> Cue | None:
        """ "urged the parties to implement": the side is that of the doing."""
        _, end = sentence_bounds(verb)
        for i in range(verb.i + 1, min(end - 1, verb.i + 14)):
            if doc[i].text in {",", ";", ":"} or doc[i].tag_ in {"VBD", "VBZ"}:
                return None
            k = i + 1
            while doc[i].lower_ == "to" and k < end - 1 and doc[k].pos_ == "ADV":
                k += 1
            if (
                doc[i].lower_ == "to"
                and doc[k].tag_ in {"VB", "NN"}
                and (doc[k].lower_ in self.words.furthering or doc[k].lower_ in self.words.ending)
            ):
                return Cue(verb, verb.i, k + 1, doc[k].lower_ in self.words.furthering, True)
        return None

    def _position(self, doc: Doc, text: str, cue: Cue, spoken: _Spoken) -> Position | None:
        """One cue with its target, side and actor; None where one of them is missing."""
        if self._undecided(doc, cue):
            return None
        target = find_target(doc, cue.end, self.words)
        statement = spoken.of_cue.get(cue.verb.idx) or spoken.of_cue.get(doc[cue.first].idx) or spoken.at(cue.verb.idx)
        voice = self._voice(doc, cue, statement)
        if target is None or voice is None or len(target.span) == 0:
            return None
        supports = cue.supports ^ target.turned ^ self._negated(doc, cue)
        about = self.topics.fold(target.span)
        if not about or target.span.root.pos_ == "PRON":
            return None
        first, end = doc[self._cue_first(doc, cue)].idx, doc[cue.end - 1].idx + len(doc[cue.end - 1])
        return Position(
            text=text[first:end],
            start=first,
            end=end,
            actor=voice.text,
            actor_name=voice.name,
            actor_country=voice.country,
            stance="support" if supports else "oppose",
            target=target.span.text,
            target_start=target.span.start_char,
            target_end=target.span.end_char,
            topic=about,
            rule_id="position.idiom" if cue.idiom else "position.verb",
        )

    def _negated(self, doc: Doc, cue: Cue) -> bool:
        """An odd number of "not", "never", "refused to" in front of the cue."""
        start, _ = sentence_bounds(cue.verb)
        turns = 0
        i = cue.first - 1
        while i >= max(start, cue.first - _NEGATION_REACH) and not doc[i].is_space:
            if is_negation(doc[i]) or doc[i].lower_ in self.words.refusing:
                turns += 1
            elif doc[i].pos_ not in {"ADV", "AUX", "PART"} and doc[i].lower_ not in self.words.willing:
                break
            i -= 1
        subject_words = doc[max(start, cue.first - _SUBJECT_REACH) : cue.first]
        turns += any(t.lower_ == "neither" for t in subject_words)
        inside = sum(is_negation(t) for t in doc[cue.first + 1 : cue.end] if t.lower_ != "no")
        return (turns + inside) % 2 == 1

    def _undecided(self, doc: Doc, cue: Cue) -> bool:
        """ "neither supports nor opposes": the other side stands before the second word."""
        start, _ = sentence_bounds(cue.verb)
        before = [token.lower_ for token in doc[max(start, cue.first - _SUBJECT_REACH) : cue.first]]
        if not {"nor", "or"} & set(before[-2:]) or not {"neither", "not", "n't", "n’t"} & set(before):
            return False
        return any(self.words.verbs.get(word, cue.supports) != cue.supports for word in before)

    def _cue_first(self, doc: Doc, cue: Cue) -> int:
        """The cue with its auxiliaries and negation: "does not approve of", "refused to back"."""
        start, _ = sentence_bounds(cue.verb)
        first = i = cue.first
        while i > max(start, cue.first - _NEGATION_REACH - 1):
            i -= 1
            if doc[i].pos_ == "AUX" or is_negation(doc[i]) or doc[i].lower_ in self.words.refusing:
                first = i
            elif doc[i].pos_ not in {"ADV", "PART"}:
                break
        return first

    def _voice(self, doc: Doc, cue: Cue, statement: Statement | None) -> Voice | None:
        """The subject; in a speaker's own words "we", and what all "should", are the speaker."""
        verb = None if only_describes(cue.verb) else self._finite(cue.verb)
        if statement is not None and statement.cue_start in {cue.verb.idx, doc[cue.first].idx}:
            return None if only_describes(cue.verb) else self._speaker(doc, statement)
        if verb is None:
            return None
        who = _actor(doc, cue, verb)
        own_words = statement is not None and statement.form == "direct"
        if own_words and (who is None or who.lower_ in _FIRST_PERSON or self._wished(doc, cue)):
            return self._speaker(doc, statement)
        if who is None or who.lower_ in _FIRST_PERSON or who.i >= cue.end or who.lower_ in self.words.light:
            return None  # a plan that calls for something is nobody
        return self._named(doc, who)

    def _named(self, doc: Doc, who: Token) -> Voice | None:
        """For whom a subject speaks; None for a pronoun that stands for nobody known."""
        span = phrase(who)
        referent = referent_of(doc, span)
        if referent is None and (who.pos_ == "PRON" or who.lower_ in {"those", "that"}):
            return None
        return speaks_for(referent, " ".join(span.text.split()), self.words, self.countries)

    def _finite(self, verb: Token) -> Token | None:
        """The verb whose subject acts; None for what one is only there to do ("those backing X", "time to back X")."""
        if verb.dep_ == "acl" or (
            verb.dep_ == "advcl" and any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)
        ):
            return None
        if verb.dep_ == "xcomp" and verb.head.lower_ not in self.words.refusing | self.words.willing:
            return None if any(c.lower_ == "to" for c in verb.children) and verb.head.pos_ != "VERB" else verb
        if (
            verb.pos_ == "VERB"
            and verb.tag_ == "VB"
            and verb.dep_ == "xcomp"
            and verb.head.lower_ in self.words.request
        ):
            return None
        return verb

    def _wished(self, doc: Doc, cue: Cue) -> bool:
        start, _ = sentence_bounds(cue.verb)
        return any(
            t.lower_ in self.words.modals and t.pos_ in {"AUX", "VERB"}
            for t in doc[max(start, cue.first - 5) : cue.first]
        )

    def _speaker(self, doc: Doc, statement: Statement | None) -> Voice | None:
        if (
            statement is None
            or statement.speaker is None
            or statement.speaker_start is None
            or statement.speaker_end is None
        ):
            return None
        span: Span | None = doc.char_span(statement.speaker_start, statement.speaker_end, alignment_mode="expand")
        referent: Referent | None = referent_of(doc, span) if span is not None else None
        if referent is None and span is not None and len(span) == 1 and span[0].pos_ in {"PRON", "SCONJ"}:
            return None  # "a plan that calls for"
        return speaks_for(referent, statement.speaker, self.words, self.countries)


def _actor(doc: Doc, cue: Cue, verb: Token) -> Token | None:
    """The subject by the parse, by the words beside the cue, or the noun that a relative pronoun stands for."""
    who = subject(verb)
    if who is None:
        near = beside(doc[cue.first])
        return near.root if near is not None else None
    return antecedent(who) if who.lower_ in {"who", "which", "that"} else who


class _Spoken:
    """The statements of a Doc, to look up which one holds a character."""

    def __init__(self, doc: Doc) -> None:
        given: tuple[Statement, ...] = doc._.statements or () if doc.has_extension("statements") else ()
        self.statements = sorted((s for s in given if s.form == "direct"), key=lambda s: s.start)
        self.starts = [s.start for s in self.statements]
        self.of_cue = {s.cue_start: s for s in given if s.cue_start is not None and s.speaker is not None}

    def at(self, position: int) -> Statement | None:
        """The direct statement around `position`."""
        found = bisect_right(self.starts, position) - 1
        if found < 0 or self.statements[found].end <= position:
            return None
        return self.statements[found]
