"""`sitrep_events`: who did what to whom, where, when, how sure. Reads tags, parse, places, dates; writes doc._.events.

Order: the text's main event first. Violence, protest and disaster come before diplomacy, early sentences before late
ones, what happened before what is feared or denied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from tasks.nlp.dates import dates  # noqa: F401  (dates registers what this component reads)
from tasks.nlp.dates.dateline import dateline_end
from tasks.nlp.events.event_arguments import Arguments, arguments
from tasks.nlp.events.event_factuality import Factuality
from tasks.nlp.events.event_setting import Setting
from tasks.nlp.events.event_types import Classifier, Scene
from tasks.nlp.events.event_words import EventWords, Trigger
from tasks.nlp.findings import Event
from tasks.nlp.grammar.reading import Reading, read
from tasks.nlp.grammar.vocabulary import table, words
from tasks.nlp.places import places
from tasks.nlp.places.gazetteer import Gazetteer

Doc.set_extension("events", default=(), force=True)

VIOLENT = frozenset({"ASSAULT", "PROTEST", "HAZARD"})
_EMPTY = Gazetteer.from_rows(())
_GENERAL = frozenset({"attack", "harm", "shooting", "clash"})
_STILL_TOLD = 2  # sentences behind a disaster in which its dead are counted
_MAX_APART = 4  # words from "earthquake" to "struck"
_AROUND = 2  # further sentences in which a protest's violence or its end is told


@dataclass(frozen=True, slots=True)
class _Draft:
    """A trigger with its arguments, before it becomes an event."""

    trigger: Trigger
    arguments: Arguments
    factuality: str
    sentence: int


class Events:
    """The component."""

    def __init__(self, lexicon: Mapping[str, Any], nlp: Language | None = None) -> None:
        self.lexicon = lexicon
        self.nlp = nlp
        self.words = EventWords(lexicon)
        self.factuality = Factuality(lexicon, self.words)
        self.classifier = Classifier(lexicon)
        self.light = frozenset(
            form for verb in words(lexicon, "events", "light.verbs") for form in self.words.forms(verb)
        )
        self.future_types = words(lexicon, "events", "future.types")
        self.future_modals = words(lexicon, "events", "future.modals")
        over = words(lexicon, "events", "future.verbs")
        self.future_over = frozenset(form for verb in over for form in self.words.forms(verb)) | words(
            lexicon, "events", "future.adjectives"
        )
        self.order: dict[str, float] = dict(table(lexicon, "events", "order"))

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer of `sitrep_places` in the same pipeline: demonyms before a noun name an actor."""
        places_pipe = self.nlp.get_pipe("sitrep_places") if self.nlp and self.nlp.has_pipe("sitrep_places") else None
        return places_pipe.gazetteer if isinstance(places_pipe, places.Places) else _EMPTY

    def __call__(self, doc: Doc) -> Doc:
        """Set doc._.events."""
        if not read(doc).tokens:
            doc._.events = ()
            return doc
        reading = read(doc)
        setting = Setting(reading, doc._.places or (), doc._.dates or (), self.lexicon)
        ranked: list[tuple[float, int, Event]] = []
        told: _Draft | None = None
        for number, (first, end) in enumerate(reading.bounds):
            for draft in self._drafts(reading, number, first, end):
                if _is_harm_of_hazard(draft, told):
                    continue
                if draft.trigger.kind.type in VIOLENT and not draft.trigger.kind.weak:
                    told = draft
                for event in self._events(reading, setting, draft):
                    ranked.append((self._points(draft, event), event.start, event))
        ranked.sort(key=lambda each: (-each[0], each[1]))
        doc._.events = tuple(event for _, _, event in ranked)
        return doc

    def _drafts(self, reading: Reading, number: int, first: int, end: int) -> list[_Draft]:
        drafts, gazetteer, dateline = [], self.gazetteer, dateline_end(reading.source)
        for trigger in self.words.find(reading, first, end):
            found = arguments(reading, trigger, self.light, gazetteer)
            if found.actor is not None and found.actor.end_char <= dateline:
                found = Arguments(None, found.recipient)
            token = reading.tokens[trigger.head]
            promised = self._promised(reading, trigger)
            factuality = self.factuality.of(token)
            if promised is not trigger and factuality == "hypothetical":
                factuality = "asserted"  # the promise is made, whatever comes of it
            drafts.append(_Draft(promised, found, factuality, number))
        return self._merged(self._without_tools(reading, drafts))

    def _without_tools(self, reading: Reading, drafts: list[_Draft]) -> list[_Draft]:
        """No bomb, flood or crash acts; weapons that were seized are no attack."""
        seized = any(draft.trigger.kind.name == "disrupted" for draft in drafts)
        heads = {
            reading.tokens[d.trigger.head].i for d in drafts if not d.trigger.verbal and not self._is_agent(reading, d)
        }
        kept = []
        for draft in drafts:
            if (seized and self._is_weapon(reading, draft)) or self._is_of_nature(reading, draft, drafts):
                continue
            actor, recipient = draft.arguments.actor, draft.arguments.recipient
            if draft.trigger.kind.type == "HAZARD":
                actor = None  # "a ferry sank": nobody acts
            if actor is not None and actor.root.i in heads:
                actor = None
            if recipient is not None and recipient.root.i in heads and draft.trigger.kind.type in VIOLENT:
                recipient = None
            kept.append(replace(draft, arguments=Arguments(actor, recipient)))
        return kept

    def _is_of_nature(self, reading: Reading, draft: _Draft, drafts: Sequence[_Draft]) -> bool:
        """ "an earthquake struck Italy", "floods hit Sylhet": the disaster before the verb does it, and nobody else."""
        if draft.trigger.kind.name != "attack" or not draft.trigger.verbal:
            return False
        hazards = [d.trigger.head for d in drafts if d.trigger.kind.type == "HAZARD" and not d.trigger.verbal]
        if not {*hazards}.isdisjoint(reading.subjects.get(draft.trigger.head, ())):
            return True  # "an earthquake of magnitude 6.1 struck"
        near = [head for head in hazards if 0 < draft.trigger.first - head <= _MAX_APART]
        return any(
            all(reading.pos[w] not in ("NOUN", "PROPN") for w in range(h + 1, draft.trigger.first)) for h in near
        )

    def _is_weapon(self, reading: Reading, draft: _Draft) -> bool:
        word = reading.lower[draft.trigger.head]
        named = draft.trigger.kind.name in {"bombing", "shelling", "grenade"} and not draft.trigger.verbal
        return named and word not in self.classifier.capture["explosion"] and not word.endswith(("ing", "attack"))

    def _is_agent(self, reading: Reading, draft: _Draft) -> bool:
        return reading.lower[draft.trigger.head].endswith(("er", "ers", "or", "ors", "mob", "crowd", "crowds"))

    def _promised(self, reading: Reading, trigger: Trigger) -> Trigger:
        """A cooperative act that is to come is an agreement to it (PLOVER manual, AGREE)."""
        if trigger.kind.type not in self.future_types:
            return trigger
        token = reading.tokens[trigger.head]
        ahead = any(child.dep_ == "aux" and child.lower_ in self.future_modals for child in token.children)
        word = token
        for _ in range(3):
            if (
                ahead
                or word.head.i == word.i
                or word.dep_ not in {"xcomp", "ccomp", "obj", "obl", "advcl", "acl", "conj"}
            ):
                break
            word = word.head
            ahead = word.lower_ in self.future_over or any(
                child.dep_ == "aux" and child.lower_ in self.future_modals for child in word.children
            )
        return replace(trigger, kind=replace(trigger.kind, type="AGREE", mode=None)) if ahead else trigger

    def _merged(self, drafts: list[_Draft]) -> list[_Draft]:
        """One event for the words of one sentence that tell of the same violence: "a bombing killed".

        Harm words and general ones give way to a particular one, and lend it the phrases it lacks.
        """
        violent = [draft for draft in drafts if draft.trigger.kind.type in VIOLENT]
        if len(violent) < 2:  # noqa: PLR2004
            return drafts
        strong = [draft for draft in violent if not draft.trigger.kind.weak] or violent[:1]
        best = max(
            strong, key=lambda d: (d.factuality in {"asserted", "hedged"}, d.trigger.kind.rank, -d.trigger.first)
        )
        kept, lent = [], best.arguments
        for draft in drafts:
            if draft is not best and draft.trigger.kind.type in VIOLENT and self._same(draft, best):
                lent = self._filled(lent, draft.arguments)
            else:
                kept.append(draft)
        if best.trigger.kind.type == "HAZARD":
            lent = Arguments(None, lent.recipient)
        return [replace(draft, arguments=lent) if draft is best else draft for draft in kept]

    def _same(self, draft: _Draft, best: _Draft) -> bool:
        if draft.trigger.kind.weak or draft.trigger.kind.name == best.trigger.kind.name:
            return draft.trigger.kind.weak or not _other(draft.arguments.actor, best.arguments.actor)
        if draft.trigger.kind.type != best.trigger.kind.type:
            return False
        general = draft.trigger.kind.name in _GENERAL or draft.trigger.kind.rank <= best.trigger.kind.rank
        return general and not _other(draft.arguments.actor, best.arguments.actor)

    def _filled(self, one: Arguments, other: Arguments) -> Arguments:
        return Arguments(one.actor or other.actor, one.recipient or other.recipient)

    def _events(self, reading: Reading, setting: Setting, draft: _Draft) -> list[Event]:
        """The event of a draft; one for each place where the clause coordinates several."""
        trigger, found = draft.trigger, draft.arguments
        types = self.classifier.types(self._scene(reading, draft))
        start, stop = reading.span(trigger.first, trigger.end)
        spans = [(found.actor.start_char, found.actor.end_char)] if found.actor is not None else []
        where = setting.places_of(trigger, spans, look_back=trigger.kind.type in VIOLENT)
        event = Event(
            text=reading.doc[reading.tokens[trigger.first].i : reading.tokens[trigger.end - 1].i + 1].text,
            start=start,
            end=stop,
            plover_type=trigger.kind.type,
            plover_mode=types.mode,
            acled_event_type=types.acled,
            acled_sub_event_type=types.sub_event,
            ucdp_violence_type=types.ucdp,
            hazard_class=trigger.kind.hazard,
            actor=_text(found.actor),
            actor_name=_name(reading.doc, found.actor),
            recipient=_text(found.recipient),
            weapon=types.weapon,
            factuality=draft.factuality,
            place=where[0] if where else None,
            date=setting.date_of(trigger),
            rule_id=f"events.{trigger.kind.name}.{'verb' if trigger.verbal else 'noun'}",
        )
        if trigger.kind.type in VIOLENT:
            return [replace(event, place=place) for place in where] or [event]
        return [event]

    def _scene(self, reading: Reading, draft: _Draft) -> Scene:
        """What the classifier looks at."""
        trigger, found = draft.trigger, draft.arguments
        first, end = reading.bounds[draft.sentence]
        last = reading.bounds[min(draft.sentence + _AROUND, len(reading.bounds) - 1)][1]
        return Scene(
            kind=trigger.kind,
            trigger=reading.lower[trigger.head],
            phrase=" ".join(reading.lower[trigger.first : trigger.end]),
            actor=_lower(found.actor),
            recipient=_lower(found.recipient),
            national=found.actor is not None and self._is_nation(found.actor),
            sentence=" ".join(reading.lower[first:end]),
            around=" ".join(reading.lower[first:last]),
        )

    def _is_nation(self, actor: Span) -> bool:
        """Whether a country acts, by its name or as what "Israeli" says: its state does."""
        name = actor.text.removeprefix("the ").removeprefix("The ")
        entries = self.gazetteer.lookup(name)
        return self.gazetteer.demonym(name) is not None or any(entry.kind == "country" for entry in entries)

    def _points(self, draft: _Draft, event: Event) -> float:
        """How far in front an event stands."""
        kind, order = draft.trigger.kind, self.order
        points = kind.rank - order["later_sentence_cost"] * min(draft.sentence, order["lead_sentences"])
        points -= 0.0 if draft.trigger.verbal else order["noun_cost"]
        if draft.factuality in {"denied", "hypothetical"}:
            return points - order["unsure_cost"]
        if kind.type in VIOLENT:
            return points + order["violence_first"]
        return points + (order["strategic_first"] if event.acled_event_type else 0.0)


def _is_harm_of_hazard(draft: _Draft, told: _Draft | None) -> bool:
    """ "A landslide buried houses. Doctors said five villagers had been killed": by nobody."""
    if told is None or told.trigger.kind.type != "HAZARD" or draft.sentence - told.sentence > _STILL_TOLD:
        return False
    return draft.trigger.kind.weak and draft.trigger.kind.type in VIOLENT and draft.arguments.actor is None


def _lower(span: Span | None) -> str:
    return " ".join(token.lower_ for token in span) if span is not None else ""


def _text(span: Span | None) -> str | None:
    return span.text if span is not None else None


def _name(doc: Doc, span: Span | None) -> str | None:
    """The resolved name of an actor ("the group" -> Amnesty International), where `sitrep_names` ran."""
    if span is None:
        return None
    referents = doc._.referents if doc.has_extension("referents") else None
    referent = (referents or {}).get(span.root.i)
    return referent.name if referent is not None else span.text


def _other(one: Span | None, two: Span | None) -> bool:
    """Whether both are named and differ."""
    return one is not None and two is not None and one.root.i != two.root.i


@Language.factory("sitrep_events", default_config={"lexicon": {}})
def create(nlp: Language, name: str, lexicon: dict[str, Any]) -> Events:
    """The factory; raises LexiconError."""
    del name
    return Events(lexicon, nlp)
