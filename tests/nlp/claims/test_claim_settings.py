"""Where, when and in which incident a claim belongs, and the toll of the text: short texts through the whole extractor."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks.nlp.extractor import Extractor, Unreadable
from tasks.nlp.findings import Claim, Findings
from tasks.nlp.source import SourceText

THURSDAY = date(2012, 6, 14)
CASES = tomllib.loads((Path(__file__).parent / "data" / "settings.toml").read_text(encoding="utf-8"))["case"]
PARAMETERS = [
    pytest.param(
        case, id=case["about"], marks=[pytest.mark.xfail(strict=True, reason="open")] if case.get("open") else []
    )
    for case in CASES
]


@pytest.mark.parametrize("case", PARAMETERS)
def test_claims_have_the_setting_of_their_event(case: dict[str, Any], extractor: Extractor) -> None:
    """Places, dates, incident numbers and tolls are those listed."""
    (found,) = extractor.read([SourceText(case["text"], published_on=THURSDAY)])
    assert not isinstance(found, Unreadable)
    assert {field: SHOWN[field](found) for field in SHOWN if field in case} == {
        field: case[field] for field in SHOWN if field in case
    }


def place(claim: Claim) -> str:
    return claim.place.text if claim.place else ""


SHOWN = {
    "places": lambda found: [place(claim) for claim in found.claims],
    "dates": lambda found: [claim.date or "" for claim in found.claims],
    "incidents": lambda found: [claim.incident or "" for claim in found.claims],
    "killed": lambda found: best(found, "killed"),
    "killed_range": lambda found: [found.tolls["killed"].low, found.tolls["killed"].high],
    "injured": lambda found: best(found, "injured"),
}


def best(found: Findings, harm: str) -> int | None:
    return found.tolls[harm].best if harm in found.tolls else None
