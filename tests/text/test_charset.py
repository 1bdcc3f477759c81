from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.charset import decode

WORDS = "“Ärger” in Saint-Rémy — naïve"


@pytest.mark.parametrize(
    ("body", "content_type", "flag"),
    [
        (WORDS.encode(), None, None),
        (codecs.BOM_UTF8 + WORDS.encode(), "text/html; charset=iso-8859-1", None),
        (WORDS.encode("utf-16"), None, None),
        (WORDS.encode("cp1252"), None, None),
        (WORDS.encode("cp1252"), "text/html; charset=ISO-8859-1", None),
        (WORDS.encode("cp1252"), "text/html; charset=utf-8", "wrong_encoding"),
        (WORDS.encode(), 'text/html; charset="latin-1"', "wrong_encoding"),
        (WORDS.encode(), "text/html; charset=no-such-thing", None),
        (WORDS.encode(), "text/html; charset=utf-16", None),
        (WORDS.encode(), "text/html; charset=base64", None),
    ],
)
def test_words_come_out_whatever_is_declared(body: bytes, content_type: str | None, flag: str | None) -> None:
    found = decode(body, content_type)
    assert (found.text, found.flag) == (WORDS, flag)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_shows_in_its_first_letter(encoding: str) -> None:
    assert decode(f"<p>{WORDS}".encode(encoding)).text == f"<p>{WORDS}"


@pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251", "utf-8"])
@pytest.mark.parametrize(
    "head", ['<?xml version="1.0" encoding="{}"?>', "<meta charset={}>", '<meta content="text/html; charset={}">']
)
def test_a_document_may_declare_itself(head: str, encoding: str) -> None:
    text = head.format(encoding) + "Мост снова открыт"
    assert decode(text.encode(encoding)).text == text


def test_a_few_broken_bytes_cost_only_themselves() -> None:
    body = (WORDS * 20).encode() + b"\xff" + WORDS.encode()
    found = decode(body, "text/html; charset=utf-8")
    assert found.text == WORDS * 20 + "\ufffd" + WORDS
    assert found.flag == "wrong_encoding"


@given(st.binary(), st.one_of(st.none(), st.text(max_size=30).map("text/html; charset={}".format)))
def test_any_bytes_can_be_decoded(body: bytes, content_type: str | None) -> None:
    assert decode(body, content_type).text.encode("utf-8", "surrogatepass") is not None
