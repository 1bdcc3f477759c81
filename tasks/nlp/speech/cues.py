"""Verbs and phrases that attribute, each with its speaker and content, read off the parse with surface fall-backs.

The kinds of attribution are those of the Penn Attribution Relations Corpus: assertions, beliefs, intentions, facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from tasks.nlp.grammar.clauses import (
    RELATIVE,
    WEEKDAYS,
    beside,
    child,
    clause,
    has_that,
    is_infinitive,
    only_describes,
    own_subject,
    phrase,
    stripped,
    subject,
)
from tasks.nlp.grammar.plain import plain
from tasks.nlp.speech.attribution import Attribution, CueWords, attributed, chars
from tasks.nlp.speech.nominal_cues import according_cue, noun_cue, state_cue
from tasks.nlp.speech.spoken import before_next_act, next_acts, rest, spoken, surface

_CLAUSAL = ("ccomp", "csubj")
_TOPIC_CASES = frozenset({"for", "of", "as", "over", "with"})


def find_cues(doc: Doc, cues: CueWords) -> Iterator[Attribution]:
    """The attributions of `doc` that a verb, adjective, noun or "according to" makes, in text order."""
    resumed: dict[int, Span | None] = {}  # later acts of the speaker of a clause before: token -> speaker
    for i, word in enumerate(plain(doc).lower):
        if word not in cues.any and i not in resumed:
            continue
        token = doc[i]
        if word == "according":
            found = according_cue(token)
        elif token.i in resumed:
            found = _verb(token, cues) or rest(token)
        elif token.pos_ in {"VERB", "AUX"} or (token.lower_ in cues.say and token.tag_.startswith("V")):
            found = _verb(token, cues) or surface(token, cues)
        elif token.pos_ == "ADJ" and token.lower_ in cues.adjectives:
            found = state_cue(token)
        elif token.pos_ == "NOUN":
            found = noun_cue(token, cues)
        else:
            continue
        if found is None or found.end <= found.start or _weak(token, found):
            continue
        found = spoken(token, found, cues, resumed)
        if found.rule == "clause":
            resumed.update(dict.fromkeys(next_acts(token, cues), found.speaker))
        yield found


def _weak(cue: Token, found: Attribution) -> bool:
    """What somebody is there to do ("to support", "seeking") tells no position of his."""
    if found.rule not in {"about", "judgement", "intention", "state"}:
        return False
    if cue.tag_ in {"VBN", "VBD"} and cue.dep_ == "advcl" and cue.i < cue.head.i and own_subject(cue) is None:
        return True  # "Asked about the report, the minister said"
    if cue.dep_ not in {"acl", "xcomp"}:
        return only_describes(cue)
    # a whole sentence may be parsed as a noun phrase
    return not (cue.head.dep_ == "ROOT" and cue.head.i < cue.i and cue.tag_ in {"VBD", "VBN"})


def _verb(verb: Token, cues: CueWords) -> Attribution | None:
    """The first reading of `verb` that the words allow and the parse bears out."""
    form = verb.lower_
    if child(verb, "aux:pass") is not None or child(verb, "nsubj:pass") is not None:
        return _passive(verb, cues) if form in cues.passive else None
    readings = (
        (cues.clausal, _clausal),
        (cues.clausal, _parenthetical),
        (cues.prepositional, _prepositional),
        (cues.request, _request),
        (cues.intend, _intend),
        (cues.judge, _judge),
    )
    found = (read(verb, cues) for forms, read in readings if form in forms)
    return next((each for each in found if each is not None), None)


def _clausal(verb: Token, cues: CueWords) -> Attribution | None:
    """X said (that) ...: a clause after the verb."""
    content = next((c for c in verb.children if c.dep_ in _CLAUSAL and c.i > verb.i), None)
    if content is None:
        content = _told(verb, cues)
    if content is not None and content.lower_ in WEEKDAYS:
        return surface(verb, cues)  # "said Monday her government opposed"
    if content is None or content.lower_ in RELATIVE:
        return _relative(verb, cues)
    last = content.right_edge.i
    for other in verb.children:  # "said that ..., and that ..."
        if other.dep_ in {"conj", "ccomp"} and other.i > content.i and (has_that(other) or other.tag_ == "VB"):
            last = max(last, other.right_edge.i)
    last = before_next_act(content, last, verb, cues)
    start = max(verb.i + 1, content.left_edge.i)
    if (
        verb.doc[start].lower_ == "that"
        and (verb.doc[start].dep_ == "mark" or content.dep_.startswith("acl"))
        and start < content.i
    ):
        start += 1
    span = stripped(verb.doc, start, last + 1)
    return attributed("clause", verb, span)


def _told(verb: Token, cues: CueWords) -> Token | None:
    """ "told the committee that ...", "said in a letter that ...": the clause that a parser hung on the noun before."""
    wanted = {"obj", "iobj"} if verb.lower_ in cues.tell else {"obl"} if verb.lower_ in cues.say else set()
    for noun in verb.children:
        if noun.dep_ in wanted and noun.i > verb.i:
            found = next((c for c in noun.children if c.dep_ in {"acl", "acl:relcl"} and _opens_with_that(c)), None)
            if found is not None and (noun.dep_ != "obl" or _is_whole(found, noun)):
                return found
    return None


def _opens_with_that(clause_head: Token) -> bool:
    return clause_head.doc[clause_head.left_edge.i].lower_ == "that"


def _is_whole(clause_head: Token, noun: Token) -> bool:
    """Whether a clause with "that" right behind its noun has a subject of its own: it is no relative clause."""
    own = own_subject(clause_head)
    return clause_head.left_edge.i == noun.i + 1 and own is not None and own.lower_ != "that"


def _relative(verb: Token, cues: CueWords) -> Attribution | None:
    """A bombing, which state media said wounded 14: the relative clause is the content."""
    if verb.dep_ != "acl:relcl" or verb.lower_ not in cues.say:
        return None
    opener = next((c for c in verb.subtree if c.lower_ in RELATIVE and c.i < verb.i), None)
    who = own_subject(verb)
    if opener is None or who is None or who.i == opener.i or verb.right_edge.i == verb.i:
        return None
    start = verb.i + 1 if sum(t.is_alpha for t in verb.doc[verb.i + 1 : verb.right_edge.i + 1]) > 1 else opener.i
    return attributed("relative", verb, stripped(verb.doc, start, verb.right_edge.i + 1))


def _parenthetical(verb: Token, _: CueWords) -> Attribution | None:
    """..., X said: the clause that the verb interrupts or closes."""
    before = next((c for c in verb.children if c.dep_ in {"ccomp", "parataxis", "dep"} and c.i < verb.i), None)
    if before is not None:
        return attributed("clause.before", verb, _around(verb, before))
    main = verb.head
    # "..., the minister told reporters": a parser may take the cue for a second clause, though no "and" joins it
    loose = verb.dep_ in {"parataxis", "discourse", "dep"} or (verb.dep_ == "conj" and child(verb, "cc") is None)
    inserted = loose and main.i < verb.i and own_subject(verb) is not None
    if not inserted or main.pos_ not in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"}:
        return None
    first, end = main.left_edge.i, main.right_edge.i + 1
    if verb.right_edge.i + 1 >= end - 1:
        end = verb.left_edge.i
    return attributed("clause.around", verb, stripped(verb.doc, first, end))


def _around(verb: Token, before: Token) -> Span:
    """A fronted clause, and its rest behind the verb where the cue splits it."""
    own = own_subject(verb)
    edge = min(verb.i, own.left_edge.i if own is not None and own.i > before.i else verb.i)
    return stripped(verb.doc, before.left_edge.i, max(before.i + 1, min(edge, before.right_edge.i + 1)))


def _prepositional(verb: Token, cues: CueWords) -> Attribution | None:
    """X called for ..., X objected to ...: what follows the preposition."""
    wanted = cues.prepositional[verb.lower_]
    for c in verb.children:
        if c.i < verb.i or c.dep_.split(":")[0] not in {"obl", "advcl", "nmod", "ccomp", "xcomp"}:
            continue
        case = next((x for x in c.children if x.dep_ in {"case", "mark"} and x.lower_ in wanted), None)
        if case is not None and case.i < c.i:
            return attributed("about", verb, _topic(verb, c, case))
    return None


def _topic(verb: Token, word: Token, case: Token) -> Span:
    """The phrase after the preposition with what a wish says of it ("called on Y to ...")."""
    end = word.right_edge.i + 1
    for c in verb.children:
        if c.i > word.i and c.dep_ in {"xcomp", "advcl"} and c.left_edge.i == end:
            end = c.right_edge.i + 1
    return stripped(verb.doc, case.i + 1, end)


def _request(verb: Token, _: CueWords) -> Attribution | None:
    """X urged Y to ...: Y and what Y should do."""
    goal = next(
        (c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"} and c.i > verb.i and is_infinitive(c)), None
    )
    whom = next((c for c in verb.children if c.dep_ in {"obj", "iobj"} and c.i > verb.i), None)
    if goal is None or whom is None or whom.i > goal.i:
        return None
    return attributed("request", verb, stripped(verb.doc, whom.left_edge.i, goal.right_edge.i + 1))


def _intend(verb: Token, _: CueWords) -> Attribution | None:
    """X wants to ..."""
    goal = next(
        (c for c in verb.children if c.dep_ in {"xcomp", "advcl", "ccomp"} and c.i > verb.i and is_infinitive(c)), None
    )
    if goal is None or subject(verb) is None:
        return None
    return attributed("intention", verb, clause(goal, after=verb.i))


def _judge(verb: Token, cues: CueWords) -> Attribution | None:
    """X criticised Y (for ...): the object and what is held for or against it."""
    what = next((c for c in verb.children if c.dep_ == "obj" and c.i > verb.i), None)
    if what is None:  # "denied hitting a school"
        what = next((c for c in verb.children if c.i == verb.i + 1 and c.tag_ == "VBG"), None)
    if what is None or (subject(verb) or beside(verb)) is None:
        return None
    end = what.right_edge.i + 1
    for c in verb.children:
        if c.i <= what.i or c.dep_.split(":")[0] not in {"obl", "advcl", "xcomp", "nmod", "ccomp"}:
            continue
        case = next((x.lower_ for x in c.children if x.dep_ in {"case", "mark"}), "")
        if case in _TOPIC_CASES or c.dep_ == "xcomp":
            end = max(end, c.right_edge.i + 1)
    return attributed("judgement", verb, stripped(verb.doc, what.left_edge.i, end))


def _passive(verb: Token, cues: CueWords) -> Attribution | None:
    """X is expected to ..., said to be ...: the speaker is whoever stands after "by", else nobody."""
    agent = child(verb, "obl:agent")
    content = next(
        (
            c
            for c in verb.children
            if c.dep_ in {"xcomp", "ccomp", "advcl"} and c.i > verb.i and (is_infinitive(c) or c.dep_ == "ccomp")
        ),
        None,
    )
    topic = own_subject(verb)
    if content is not None:
        start = (
            topic.left_edge.i
            if topic is not None and topic.i < verb.i and topic.lower_ != "it"
            else content.left_edge.i
        )
        span = stripped(verb.doc, start, content.right_edge.i + 1)
    elif agent is not None and topic is not None:
        span = clause(topic, before=verb.i)
    else:
        return None
    return Attribution(
        "passive", verb.doc[verb.i : verb.i + 1], phrase(agent) if agent is not None else None, *chars(span)
    )
