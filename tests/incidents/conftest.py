"""One report, and others that differ from it in what a test is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from tasks.incidents.reports import Report

NOON = datetime(2012, 6, 14, 12, tzinfo=UTC)
PLAIN = Report(
    claim_id="c", article_id="a", version_id="v", version_number=1, engine_version="e1", harm="killed", count_text="four", count_low=4,
    count_high=4, victim_class="unknown", scope="incident", factuality="asserted", claimant_name=None,
    claimant_kind=None, place_id="p1", place_name="Homs", place_precision="exact", latitude=34.73, longitude=36.71,
    country="SYR", admin1="Homs", feature_class="P", event_date="2012-06-14", incident_number=1, char_start=0,
    char_end=4, sentence_start=0, said_at=NOON, outlet="a.example", source_kind="media", independence_group="a.example",
    near_duplicate_group="g", plover_type=None, acled_sub_event_type=None, hazard_class=None, actor_name=None,
    trigger_text=None, bare_event=False, reextracted=False, current=True, incident_id=None,
)  # fmt: skip
Make = Callable[..., Report]


@pytest.fixture
def report() -> Make:
    """`report(low=6, hours=3, text="b")` makes a report of article "b", three hours after noon, further on in it."""
    numbers = count()

    def make(text: str = "a", hours: float = 0, low: int | None = 4, high: int | None = -1, **other: Any) -> Report:
        number = next(numbers)
        made = replace(
            PLAIN,
            claim_id=f"c{number:03}",
            article_id=text,
            version_id=f"v-{text}",
            near_duplicate_group=f"g-{text}",
            count_low=low,
            count_high=low if high == -1 else high,
            char_start=number * 10,
            char_end=number * 10 + 4,
            sentence_start=number * 10,
            said_at=NOON + timedelta(hours=hours),
        )
        return replace(made, **other)

    return make
