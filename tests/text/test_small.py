"""Fingerprints, language, versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.text.fingerprint import near_duplicate_group, one_line, text_sha256, tidy
from tasks.text.language import language_of
from tasks.text.versions import KnownVersion, judge

ENGLISH = (
    "The bridge over the river was opened on Thursday, and the mayor thanked the engineers for their work at night."
)
FRENCH = "Le pont sur la rivière a été rouvert jeudi à la circulation, et le maire a remercié les ingénieurs de leur travail."


def test_tidy_keeps_paragraphs_as_lines_and_characters_as_printed() -> None:
    assert tidy("  “One”\r\n\r\n two\tthree \x00\x85\n\n") == "“One”\ntwo three"


@given(st.text())
def test_tidy_is_idempotent_and_can_be_stored(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert once.encode("utf-8").decode("utf-8") == once


def test_a_title_is_one_line() -> None:
    assert one_line(" A\n title ") == "A title"
    assert one_line(" \n") is None
    assert one_line(None) is None


def test_typography_and_white_space_make_no_other_text() -> None:
    assert near_duplicate_group("“Four” were hurt\nnear Homs") == near_duplicate_group('"Four"  were hurt near HOMS')
    assert near_duplicate_group("Four were hurt") != near_duplicate_group("Five were hurt")
    assert text_sha256("a") != text_sha256("a ")


def test_language_is_the_text_s_own_where_it_is_long_enough() -> None:
    assert language_of(ENGLISH, "fr") == "en"
    assert language_of(FRENCH, "en-GB", None) == "fr"


def test_a_short_text_takes_the_first_hint() -> None:
    assert language_of("Oui.", None, " ", "fr_CA", "en") == "fr"
    assert language_of("Oui.") == "und"


def known(group: str, number: int, kind: str = "page", *, is_current: bool = True) -> KnownVersion:
    return KnownVersion(f"v{number}", number, group, 1000, kind, is_current)


def test_the_first_text_is_version_one() -> None:
    verdict = judge("a", 1000, "page", [])
    assert (verdict.outcome, verdict.version_number, verdict.becomes_current) == ("new_version", 1, True)


def test_a_known_text_is_no_version_and_a_changed_one_is_the_next() -> None:
    assert judge("a", 1000, "page", [known("a", 1)]).outcome == "same_text"
    verdict = judge("b", 1000, "page", [known("a", 1)])
    assert (verdict.outcome, verdict.version_number) == ("new_version", 2)


def test_a_page_that_goes_back_makes_its_old_text_current() -> None:
    verdict = judge("a", 1000, "page", [known("a", 1, is_current=False), known("b", 2)])
    assert (verdict.outcome, verdict.version_id, verdict.becomes_current) == ("same_text", "v1", True)


def test_another_kind_of_source_takes_over_only_with_much_more_text() -> None:
    assert judge("b", 1100, "entry", [known("a", 1)]).outcome == "other_source"
    assert judge("b", 1600, "entry", [known("a", 1)]).outcome == "new_version"
