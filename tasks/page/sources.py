"""The page on who says what: contested tolls, positions, statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tasks.page.records import Build
from tasks.page.render import page

TOPICS, ACTORS = 12, 30
Row = Mapping[str, Any]


def sources_page(contested: Sequence[Row], positions: Sequence[Row], statements: Sequence[Row], build: Build) -> str:
    """Rows of the marts contested_tolls, positions_matrix and statements_latest."""
    return page(
        "sources.html", build, "Who says what", "Who says what", contested=contested, statements=statements,
        matrix=matrix(positions),
    )  # fmt: skip


def matrix(positions: Sequence[Row]) -> dict[str, Any]:
    """Actor by topic: the topics and actors that most is told of, and how many positions are left out."""
    topics = [topic for topic, _ in Counter(str(p["topic"]) for p in positions).most_common(TOPICS)]
    of_topics = [p for p in positions if p["topic"] in topics]
    actors = [actor for actor, _ in Counter(str(p["actor"]) for p in of_topics).most_common(ACTORS)]
    cells = {(p["actor"], p["topic"]): p for p in of_topics if p["actor"] in actors}
    rows = [(actor, [cells.get((actor, topic)) for topic in topics]) for actor in actors]
    return {"topics": topics, "rows": rows, "left_out": len(positions) - len(cells)}
