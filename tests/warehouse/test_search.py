"""Texts and claims are found by their words, in any form, and the best come first."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.errors import QueryRefused
from warehouse.records import Claim
from warehouse.search import fold, search, snippet, terms


def titles(newsroom: Any, query: str, since: Any = None, limit: int = 10) -> list[str]:
    return [row["title"] for row in search(newsroom.connection, query, since, limit).articles]


def test_all_words_must_occur_and_more_of_them_rank_higher(newsroom: Any) -> None:
    newsroom.article("car", "A car drove by.", title="Car")
    newsroom.article("once", "A bombing hit a car. " + "The river rose in the night. " * 20, title="Once")
    newsroom.article("twice", "A car bombing hit the market; it was the second car bombing. " * 2, title="Twice")
    assert titles(newsroom, "car bombing") == ["Twice", "Once"]
    assert titles(newsroom, '"car bombing"') == ["Twice"]
    assert titles(newsroom, "car -bombing") == ["Car"]
    assert titles(newsroom, "car bombing", limit=1) == ["Twice"]


def test_a_rare_word_counts_more_than_a_frequent_one_and_the_title_more_than_the_text(newsroom: Any) -> None:
    newsroom.article("plain", "The minister spoke of cholera.", title="Speech")
    newsroom.article("titled", "The minister spoke of it.", title="Cholera: the minister")
    assert titles(newsroom, "cholera minister") == ["Cholera: the minister", "Speech"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("bombing", "Two bombs went off."),
        ("bombs", "The bombing killed nine."),
        ("kill", "Nine people were killed."),
        ("stabbing", "A man stabbed two."),
        ("displaced", "The flood displaces thousands."),
        ("cities", "The city was calm."),
        ("HOMS", "homs was shelled."),
        ("Male", "In Malé, the capital"),
        ("взрыв", "Взрыв в городе"),
        ("爆発", "市場で爆発があった"),
        ("cease-fire", "The cease-fire held."),
        ("D'Arcy", "Mr D'Arcy said so."),
        ("C++", "a C note"),
    ],
)
def test_a_word_is_found_in_its_forms_whatever_its_case_and_script(newsroom: Any, query: str, text: str) -> None:
    newsroom.article("one", text, title="One")
    assert titles(newsroom, query) == ["One"]


@pytest.mark.parametrize(
    ("query", "text"), [("car", "The carpet burned."), ("arm", "The army farms."), ("iran", "iranx")]
)
def test_a_part_of_a_word_is_no_word(newsroom: Any, query: str, text: str) -> None:
    newsroom.article("one", text)
    assert titles(newsroom, query) == []


def test_only_what_was_reported_since_and_only_the_current_text(newsroom: Any, now: Any) -> None:
    newsroom.article("old", "The bridge fell.", title="Old", days=-9)
    newsroom.article("new", "The bridge fell.", title="New")
    assert titles(newsroom, "bridge", now - timedelta(days=7)) == ["New"]
    newsroom.article("new", "The tunnel fell.", title="Newer", version=2)
    assert titles(newsroom, "bridge") == ["Old"]


def test_claims_are_found_by_sentence_claimant_and_place(newsroom: Any) -> None:
    version = newsroom.article("one", "Police said four died in Homs.")
    newsroom.found(Claim, version, "Police said four died in Homs.", claimant_name="Police", place_name="Homs")
    (claim,) = search(newsroom.connection, "police homs", None, 5).claims
    assert claim["sentence"] == "Police said four died in Homs."
    assert claim["score"] > 0
    assert search(newsroom.connection, "aleppo", None, 5).claims == []


@pytest.mark.parametrize("query", ["", "  ", "-", '""', "!?", "-bomb"])
def test_a_query_without_a_word_says_how_to_write_one(newsroom: Any, query: str) -> None:
    with pytest.raises(QueryRefused, match="no word to look for"):
        search(newsroom.connection, query, None, 5)


def test_too_many_words_are_refused() -> None:
    with pytest.raises(QueryRefused, match="at most 32"):
        terms(" ".join(f"word{number}" for number in range(40)))


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_pattern_that_matches_its_own_words(query: str) -> None:
    """No sign of a query is read as a sign of regular expressions."""
    try:
        wanted, _ = terms(query)
    except QueryRefused:
        return
    for term in wanted:
        assert re.search(term.pattern.replace(r"[^\pL\pN]", r"[\W_]"), fold(query))


@given(query=st.text(st.characters(codec="utf-8"), max_size=30))
def test_duckdb_takes_every_pattern(schema_in_memory: Any, query: str) -> None:
    try:
        search(schema_in_memory, query, None, 3)
    except QueryRefused:
        return


def test_a_snippet_shows_the_words_where_they_stand() -> None:
    text = "The river rose. " * 40 + "A car bomb\nwent off at noon. " + "The mayor spoke. " * 40
    wanted, _ = terms("bombing")
    assert "A car bomb went off" in snippet(text, wanted)
    assert snippet("Short.", wanted) == "Short."
