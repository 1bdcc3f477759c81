"""Countries are those of ISO 3166-1, and a wrong code is answered with the right one."""

from __future__ import annotations

import csv

import pytest

from config.countries import alpha3, names
from config.folder import PACKAGED


def test_the_table_has_the_249_countries_and_kosovo_once_each() -> None:
    text = (PACKAGED / "iso3166.csv").read_text("utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    assert len(rows) == 250
    for column, length in (("alpha3", 3), ("alpha2", 2)):
        assert len({row[column] for row in rows}) == 250
        assert all(len(row[column]) == length and row[column].isupper() for row in rows)
    numbers = [row["numeric"] for row in rows if row["alpha3"] != "XKX"]
    assert len(set(numbers)) == 249
    assert all(len(number) == 3 and number.isdigit() for number in numbers)
    assert (names()["SYR"], names()["TUR"], names()["CIV"]) == ("Syria", "Turkey", "Ivory Coast")
    assert text.startswith("#")
    assert "CC BY 4.0" in text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("UK", "GBR"),
        ("sy", "SYR"),
        ("Syria", "SYR"),
        ("syr", "SYR"),
        ("Lebanonn", "LBN"),
        ("DE", "DEU"),
        ("syria ", "SYR"),
    ],
)
def test_a_wrong_code_is_answered_with_the_one_that_was_meant(written: str, meant: str) -> None:
    assert alpha3(meant) == meant
    with pytest.raises(ValueError, match=f'did you mean "{meant}"'):
        alpha3(written)


def test_a_word_like_no_country_is_answered_with_an_example() -> None:
    with pytest.raises(ValueError, match="three letters of ISO 3166-1"):
        alpha3("qqqqqqqqq")
