"""The gate errs on the open side: what a rule starts from gets through, and claims are the same without it."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from config.settings import load
from flows.compose import App
from tasks.errors import PipelineError
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.parsing.gate import NOTHING, PARSED, TAGGED, Gate
from tasks.nlp.parsing.prose import prose
from tasks.nlp.parsing.sentences import SentenceEnds
from tasks.nlp.source import SourceText
from tasks.nlp.victims.harms import harm_entries
from tests.nlp.claims.articles import read_articles

BLANK = spacy.blank("en")
DISTINCT = (
    "{a} {b}, a nurse, was killed in {b} on {day} May.",
    "Police in {a} said {n} people were wounded and {day} others abducted near {b} on Friday.",
    "The blast on Monday killed {n} people, {a} {b} told reporters.",
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return App(load(None, {}, Path(tmp_path_factory.mktemp("nowhere"))))


@pytest.fixture(scope="module")
def lexicon(app: App):
    return app.settings.lexicon


@pytest.fixture(scope="module")
def open_gate(lexicon):
    return Gate(BLANK, "gate", lexicon, "open")


@pytest.fixture(scope="module")
def levels(lexicon):
    def _levels(text: str, wanted: str) -> list[int]:
        doc = Gate(BLANK, "gate", lexicon, wanted)(BLANK.make_doc(text))
        return [sentence.level for sentence in doc._.sentences]

    return _levels


@pytest.mark.parametrize("wanted", ["claims", "everything"])
def test_every_harm_word_of_the_lexicon_gets_its_sentence_parsed(lexicon, wanted):
    gate = Gate(BLANK, "gate", lexicon, wanted)
    for entry in harm_entries(Lexicon(lexicon)):
        phrase = ["three" if word == "_" else word for word in entry.words]
        phrase = [*sorted(entry.before)[:1], *phrase, *sorted(entry.behind)[:1]]
        doc = gate(Doc(BLANK.vocab, words=["They", *phrase, "here", "."]))
        assert [sentence.level for sentence in doc._.sentences] == [PARSED], phrase


def test_a_sentence_without_any_cue_is_only_tagged(levels):
    assert levels("The bridge is long. Police said two men died.", "everything") == [TAGGED, PARSED]


def test_a_text_without_harm_is_not_read_for_claims(levels):
    assert levels("The bridge is long. The minister said it was built well.", "claims") == [NOTHING, NOTHING]


def test_a_table_is_not_read(levels):
    assert levels("12 killed 34 " * 200, "open") == [NOTHING]


def test_an_unknown_wish_is_refused(lexicon):
    with pytest.raises(PipelineError, match="the gate is for"):
        Gate(BLANK, "gate", lexicon, "alerts")


def test_claims_are_the_same_with_and_without_the_gate(app):
    """On every article that the project labelled itself; what is only tagged may move a place, not a claim."""
    sources = [
        SourceText(article.text, date.fromisoformat(article.published_at[:10]), article.title)
        for article in read_articles()
    ]
    found = {wanted: list(app.extractor_of(wanted).read(sources)) for wanted in ("open", "everything")}
    for gated, whole in zip(found["everything"], found["open"], strict=True):
        assert [_essence(c) for c in gated.claims] == [_essence(c) for c in whole.claims]
        assert gated.tolls == whole.tolls


def _essence(claim):
    return claim.harm, claim.start, claim.end, claim.low, claim.high, claim.scope, claim.factuality, claim.victim_class


def test_sentences_that_come_again_are_parsed_once(app):
    """Work is counted in tokens, not timed."""
    extractor = app.extractor_of("open")
    parsing = extractor.nlp.get_pipe("sitrep_parsing")
    list(extractor.read([SourceText("Two men were killed in Homs. " * 300)]))
    assert parsing.tokens_parsed == len(["Two", "men", "were", "killed", "in", "Homs", "."])


def test_a_megabyte_of_noise_reaches_no_component(app):
    extractor = app.extractor
    parsing = extractor.nlp.get_pipe("sitrep_parsing")
    before = parsing.tokens_parsed
    for noise in ("killed 12. ", "12 killed 34 killed ", "1234567890", "(", "“", "killed\n", "the man was killed and "):
        list(extractor.read([SourceText((noise * 1_000_000)[:1_000_000])]))
    assert parsing.tokens_parsed - before < 7 * 2 * 4_096


@pytest.mark.parametrize("line", DISTINCT)
def test_twice_as_many_claims_are_twice_the_work(app, line):
    """Work is counted in calls, not timed; a loop over all claims in each claim would make four times as many."""
    few, many = (_calls(app.extractor, _claims_of(line, number)) for number in (150, 300))
    assert many < 2.4 * few


def _claims_of(line: str, number: int) -> str:
    names = [
        first + second
        for first in ("Kor", "Mil", "Tas", "Ban", "Dor", "Sel")
        for second in ("an", "ek", "ivo", "ura", "olim")
    ]
    return " ".join(
        line.format(a=names[i % 30], b=names[i * 7 % 30], n=2 + i * 13 % 97, day=1 + i % 28) for i in range(number)
    )


def _calls(extractor, text: str) -> int:
    """How many functions are called to read `text`, those of C among them."""
    events: Counter[str] = Counter()
    list(extractor.read([SourceText(text)]))  # words are known from here on
    sys.setprofile(lambda _frame, event, _argument: events.update((event,)))
    try:
        list(extractor.read([SourceText(text)]))
    finally:
        sys.setprofile(None)
    return events["call"] + events["c_call"]


@given(text=st.text(max_size=300))
@settings(deadline=None)
def test_sentences_cover_any_text(open_gate, text):
    doc = open_gate(BLANK.make_doc(text))
    bounds = [(sentence.first, sentence.end) for sentence in doc._.sentences]
    assert [i for first, end in bounds for i in range(first, end)] == list(range(len(doc)))


@given(text=st.text(max_size=200), times=st.integers(min_value=1, max_value=400))
@settings(deadline=None)
def test_what_is_blanked_moves_no_offset(text, times):
    long = text * times
    read = prose(long)
    assert len(read) == len(long)
    assert all(a in (b, " ") for a, b in zip(read, long, strict=True))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Mr. Haddad left. He died.", ["Mr. Haddad left.", "He died."]),
        ("He lives in the U.S. The man left.", ["He lives in the U.S.", "The man left."]),
        ("Gen. J. K. Odar of Acme Inc. said so.", ["Gen. J. K. Odar of Acme Inc. said so."]),
        ('"Go!" he said. "We stay." They left.', ['"Go!" he said.', '"We stay."', "They left."]),
        ("Blast in Homs\n\nFour died at 5 p.m. on Jan. 5.", ["Blast in Homs", "Four died at 5 p.m. on Jan. 5."]),
        ("It was No. 5. He said no. Then 12 died.", ["It was No. 5.", "He said no.", "Then 12 died."]),
    ],
)
def test_sentence_ends(lexicon, text, ends):
    doc = BLANK.make_doc(text)
    starts = SentenceEnds(lexicon).starts([t.text for t in doc], [bool(t.whitespace_) for t in doc])
    assert [doc[a:b].text.strip() for a, b in zip(starts, [*starts[1:], len(doc)], strict=True)] == ends
