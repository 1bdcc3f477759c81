"""The extractor keeps order, offsets and its neighbours' work whatever one text does."""

from dataclasses import replace

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tasks.nlp.extractor import Extractor, Unreadable, joined, parted, readable, shifted
from tasks.nlp.findings import Claim, Entity, EntityMention, Findings, PlaceMention, Toll
from tasks.nlp.source import SourceText

ENTITY = Entity(
    "organisation:sohr", "organisation", "SOHR", (), None, None, None, None, (), (EntityMention(5, 9, "SOHR"),), "test"
)
EMPTY = Findings((), (), (), (), (), (), {}, "test")
CLAIM = Claim(
    harm="killed", text="four", start=0, end=4, low=4, high=4, qualifier="exact", victims="", victim_class="unknown",
    scope="incident", period_start=None, claimant=None, claimant_name=None, claimant_kind=None, claimant_start=None,
    claimant_end=None, factuality="asserted", place=PlaceMention(9, 13, "Homs", "Homs"), date=None, incident=1, event=0,
    sentence_start=0, sentence_end=20, confidence=0.9, rule_id="test",
)  # fmt: skip


@Language.component("test_findings")
def _findings(doc: Doc) -> Doc:
    if "explode" in doc.text:
        raise ValueError("boom")
    for name in ("claims", "statements", "positions", "events", "places", "dates"):
        setattr(doc._, name, ())
    doc._.tolls = {}
    return doc


@pytest.fixture
def extractor():
    for name in ("claims", "statements", "positions", "events", "places", "dates", "tolls"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    nlp = spacy.blank("en")
    nlp.add_pipe("test_findings")
    return Extractor(nlp, "test", batch_size=2)


def test_one_text_that_fails_is_a_value_and_the_others_are_read(extractor):
    texts = [SourceText("fine"), SourceText("explode"), SourceText("fine too")]
    assert [isinstance(f, Unreadable) for f in extractor.read(texts)] == [False, True, False]


def test_a_lone_surrogate_is_replaced_one_for_one():
    assert readable("a\ud800b") == "a\ufffdb"


@pytest.mark.parametrize("text", ["", "short", "word " * 100, "x" * 350, "line\n" * 90, "\n" * 300])
def test_parts_are_the_whole_text_and_none_is_too_long(text):
    parts = parted(text, size=100)
    assert "".join(part for _, part in parts) == text
    assert all(text[offset : offset + len(part)] == part and len(part) <= 100 for offset, part in parts)


def test_findings_of_a_later_part_point_into_the_whole_text():
    first = replace(EMPTY, claims=(CLAIM,), tolls={"killed": Toll(4, 4, 4)})
    second = shifted(first, 100, [first])
    claim = joined([first, second]).claims[1]
    assert (claim.start, claim.end, claim.sentence_end, claim.place.start, claim.incident) == (100, 104, 120, 109, 2)


def test_the_tolls_are_those_of_the_lead():
    lead = replace(EMPTY, tolls={"killed": Toll(4, 4, 4)})
    tail = replace(EMPTY, tolls={"killed": Toll(9, 9, 9)})
    assert joined([EMPTY, lead, tail]).tolls == lead.tolls


def test_one_entity_of_two_parts_of_a_text_is_one_with_all_its_mentions():
    first = replace(EMPTY, entities=(ENTITY,))
    second = shifted(first, 100, [first])
    (entity,) = joined([first, second]).entities
    assert [(m.start, m.end) for m in entity.mentions] == [(5, 9), (105, 109)]
