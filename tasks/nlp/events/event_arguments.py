"""Who did it to whom: the arguments of an event word, read from a Universal Dependencies parse."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from tasks.nlp.events.event_words import Trigger
from tasks.nlp.grammar import clauses
from tasks.nlp.grammar.reading import Reading
from tasks.nlp.places.gazetteer import Gazetteer

_AGENT_CASES = frozenset({"by"})
_VICTIM_CASES = frozenset({"on", "against", "of", "at", "upon", "into", "with", "to", "for", "over"})
_OBLIQUE = frozenset({"obl", "obl:agent", "nmod", "obl:arg", "obl:unmarked"})
# "his arrest", "the minister's murder": the possessor suffers; "Israel's attack": the possessor acts
_SUFFERED = frozenset({"arrest", "abduction", "assassination", "harm", "execution", "torture", "beating", "stabbing"})
_AGENT_NOUNS = frozenset(
    {"protester", "protestor", "demonstrator", "rioter", "bomber", "attacker", "mob", "peacekeeper", "donor"}
)
# phrases that hold their own object: "seized the village"
_OWN_OBJECT = frozenset(
    {"suppression", "dispersal", "overtake", "regain", "disrupted", "bodies", "epidemic", "sanction"}
)
_PHYSICAL = frozenset({"ASSAULT", "PROTEST", "HAZARD"})


@dataclass(frozen=True, slots=True)
class Arguments:
    """Phrases of the text, None where it names nobody."""

    actor: Span | None = None
    recipient: Span | None = None


_LOOSE = frozenset(
    {"and", "or", "but", "that", "also", "meanwhile", "'s", "’s", "later", "however", "when", "as", "while", "after"}
)
_NOBODY = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "which",
        "that",
        "who",
        "what",
        "there",
        "this",
        "place",
    ]
)
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_LONGEST = 40  # words; a longer "phrase" is a clause that the parse ran together
_MAX_STEPS = 4


def arguments(reading: Reading, trigger: Trigger, light: frozenset[str], gazetteer: Gazetteer) -> Arguments:
    """Actor and recipient of one trigger. `light`: forms of verbs that lend a noun their subject."""
    token = reading.tokens[trigger.head]
    mistagged = trigger.end - trigger.first > 1 and trigger.head == trigger.first and token.dep_ == "ROOT"
    if trigger.verbal or token.pos_ in {"VERB", "AUX"} or mistagged:
        found = _of_verb(token, trigger, reading)
        if mistagged and found.recipient is None:
            found = Arguments(found.actor, _phrase(_after(reading, trigger.end)))
    elif token.pos_ == "ADJ":
        found = Arguments(_phrase(clauses.subject(token)))
    else:
        found = _of_noun(token, trigger, light, gazetteer)
        if found.actor is None and trigger.kind.type == "ASSAULT":
            found = Arguments(_nation_before(reading, trigger, gazetteer), found.recipient)
    if found.actor is not None and len(found.actor) == 1 and found.actor.root.lower_ in _PRONOUNS:
        return Arguments(_phrase(_speaker(token)) or found.actor, found.recipient)
    return found


def _of_verb(verb: Token, trigger: Trigger, reading: Reading) -> Arguments:
    """Active: subject does, object suffers. Passive or a bare participle: the other way round."""
    own = clauses.own_subject(verb)
    participle = verb.dep_ == "acl" and verb.tag_ == "VBN" and own is None
    marked = clauses.child(verb, "aux:pass") is not None or (own is not None and own.dep_ == "nsubj:pass")
    passive = participle or marked or _with_be(verb)
    if passive:
        sufferer = verb.head if participle else clauses.subject(verb)
        return Arguments(_phrase(_agent(verb)), _phrase(sufferer))
    inside = {reading.tokens[word].i for word in range(trigger.first, trigger.end)}
    sufferer = clauses.child(verb, "obj", "iobj")
    if sufferer is None or (sufferer.i in inside and trigger.kind.name not in _OWN_OBJECT):
        sufferer = _oblique(verb, _VICTIM_CASES, inside) or (sufferer and _oblique(sufferer, _VICTIM_CASES, inside))
    return Arguments(_phrase(clauses.subject(verb)) or _before(verb), _phrase(sufferer))


def _with_be(verb: Token) -> bool:
    """ "Was shot", also where the parse calls "was" a plain auxiliary."""
    if verb.lower_.endswith("ing") or verb.tag_ in {"VB", "VBP", "VBZ"}:
        return False
    return any(child.lower_ in _BE and child.dep_.startswith("aux") for child in verb.children)


def _after(reading: Reading, word: int) -> Token | None:
    """The noun of the phrase that opens at `word`."""
    for token in reading.tokens[word : word + _MAX_STEPS]:
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            return token
        if token.pos_ not in {"DET", "ADJ", "NUM"}:
            return None
    return None


def _before(verb: Token) -> Span | None:
    """The noun right before a verb whose subject the parse lost."""
    if verb.dep_ not in {"ROOT", "amod", "compound", "acl", "dep"} or not verb.i or verb.tag_ == "VBG":
        return None
    noun = verb.nbor(-1)
    return _phrase(noun) if noun.pos_ in {"NOUN", "PROPN"} and noun.sent == verb.sent else None


def _of_noun(noun: Token, trigger: Trigger, light: frozenset[str], gazetteer: Gazetteer) -> Arguments:
    if (own := clauses.own_subject(noun)) is not None:
        return Arguments(_phrase(own), _phrase(_oblique(noun, _VICTIM_CASES)))
    base = noun.lower_[:-1] if noun.lower_.endswith("s") else noun.lower_
    sufferer = _oblique(noun, _VICTIM_CASES)
    if base in _AGENT_NOUNS:
        return Arguments(_phrase(noun))
    actor = _agent(noun) or (_oblique(noun, frozenset({"from", "between", "among", "involving"})))
    owner = clauses.child(noun, "nmod:poss")
    if owner is not None and trigger.kind.name in _SUFFERED:
        sufferer = sufferer or owner
    elif actor is None:
        actor = owner or _lender(noun, light, trigger.kind.type) or _maker(noun, gazetteer)
    return Arguments(_phrase(actor), _phrase(sufferer or _object_of(noun)))


def _lender(noun: Token, light: frozenset[str], kind: str) -> Token | None:
    """The subject of "carried out", "launched", "faces" over the noun, or its agent where the noun is the subject."""
    verb = next((word for word in noun.ancestors if word.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return None
    if kind == "AID" and noun.dep_ not in {"nsubj", "nsubj:pass"}:
        return clauses.subject(verb)
    if verb.lower_ not in light and (kind in _PHYSICAL or noun.dep_ != "obj"):
        return None
    joined = noun.dep_.startswith("obl") and any(c.lower_ == "in" for c in noun.children if c.dep_ == "case")
    if noun.dep_ == "nsubj:pass" or not (joined or noun.dep_ in {"obj", "nmod", "conj", "compound"}):
        return _agent(verb) if noun.dep_ == "nsubj:pass" else None
    found = clauses.subject(verb)
    suffers = found is not None and (found.i == noun.i or (found.dep_ == "nsubj:pass" and found.head.i == verb.i))
    return _agent(verb) if suffers else found


def _maker(noun: Token, gazetteer: Gazetteer) -> Token | None:
    """ "Israeli airstrikes", "the Taliban attack": an adjective of a nation or a name before the noun."""
    for child in noun.children:
        if child.i < noun.i and (
            (child.dep_ in {"amod", "compound"} and gazetteer.demonym(child.text) is not None)
            or (child.dep_ == "compound" and child.pos_ == "PROPN" and not gazetteer.lookup(child.text))
        ):
            return child
    return None


def _nation_before(reading: Reading, trigger: Trigger, gazetteer: Gazetteer) -> Span | None:
    """ "an Israeli air strike": whose it is, where only an adjective says so."""
    token = reading.tokens[trigger.first - 1] if trigger.first else None
    if token is None or gazetteer.demonym(token.text) is None or token.sent != reading.tokens[trigger.first].sent:
        return None
    return token.doc[token.i : token.i + 1]


def _object_of(noun: Token) -> Token | None:
    """ "A blast wounded nine": what the verb does to its object, the noun being the subject."""
    verb = noun.head
    if noun.dep_ == "nsubj" and verb.pos_ == "VERB":
        return clauses.child(verb, "obj")
    acl = next((child for child in noun.children if child.dep_.startswith("acl") and child.pos_ == "VERB"), None)
    return clauses.child(acl, "obj") if acl is not None else None


def _agent(word: Token) -> Token | None:
    return _oblique(word, _AGENT_CASES) or next((c for c in word.children if c.dep_ == "obl:agent"), None)


def _oblique(word: Token, cases: frozenset[str], without: set[int] | None = None) -> Token | None:
    """The first child with one of the prepositions that is no time or number."""
    for child in word.children:
        if (
            child.dep_ in _OBLIQUE
            and child.i > word.i
            and child.i not in (without or set())
            and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}
        ):
            case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
            if case in cases and child.ent_type_ not in {"DATE", "TIME"}:
                return child
    return None


def _phrase(head: Token | None) -> Span | None:
    """The noun phrase, without what the parse may have left at its start; a day or a bare "that" is nobody."""
    if head is None or head.pos_ not in {"NOUN", "PROPN", "PRON", "NUM", "X", "DET", "ADJ"}:
        return None
    if head.pos_ == "ADJ" and clauses.child(head, "det") is None:
        return None
    span = clauses.phrase(head)
    while len(span) > 1 and (span[0].lower_ in _LOOSE or span[0].is_punct):
        span = span[1:]
    text = span.text
    broken = text.count("(") != text.count(")") or len(span) > _LONGEST
    nobody = span.root.lower_ in _NOBODY or not any(token.is_alpha for token in span)
    return None if broken or nobody else span


def _speaker(word: Token) -> Token | None:
    """Who "it" is in "the group says it will": the subject of the verb of saying over the clause."""
    verb = word
    for _ in range(_MAX_STEPS):
        if verb.head.i == verb.i:
            return None
        if verb.dep_ in {"ccomp", "parataxis"} and (found := clauses.subject(verb.head)) is not None:
            return None if found.pos_ == "PRON" else found
        verb = verb.head
    return None
