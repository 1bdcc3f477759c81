"""The page on health: feeds, lag, runs, the engine. What is sick stands first and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tasks.page.records import Build, Floor
from tasks.page.render import page
from tasks.page.words import lasting, moment

Row = Mapping[str, Any]
LATE = timedelta(hours=6)
TEXTS = {
    "claims": "news articles",
    "articles": "the project's own articles",
    "gtd": "summaries of attacks (GTD)",
    "acled": "notes on events (ACLED)",
    "drone": "reports on drone strikes",
}
MEASURES = {
    "claims.f1": "claims found (F1)",
    "claims.balance": "as many missed as made up",
    "claims.count": "the number is right",
    "claims.qualifier": "at least, about, exact is right",
    "claims.scope": "incident, part or running total is right",
    "claims.factuality": "asserted, hedged or denied is right",
    "claims.claimant": "the claimant is right",
    "claims.victim_class": "the kind of victims is right",
    "claims.same_incident": "numbers of one event are put together",
    "claims.place": "the place is right",
    "claims.date": "the date is right",
    "confidence.calibration": "confidence means what it says",
}


def health_page(
    feeds: Sequence[Row], runs: Sequence[Row], lag: Row, holdings: Row, floors: Sequence[Floor], build: Build
) -> str:
    """Rows of feed_health and pipeline_runs, the lag of alerts, what the warehouse holds, and measured accuracy."""
    engine = next((str(run["engine_version"]) for run in runs if run["engine_version"]), "")
    texts = list(dict.fromkeys(floor.texts for floor in floors))
    measures = list(dict.fromkeys(floor.measure for floor in floors))
    known = {(floor.measure, floor.texts): f"{floor.percent:g}" for floor in floors}
    return page(
        "health.html", build, "Health", "Health", feeds=feeds, runs=runs, lag=_lag(lag), engine=engine,
        sick=any(feed["state"] == "failing" for feed in feeds), summary=summary(feeds, runs, build),
        holdings=[(name.replace("_", " "), number) for name, number in holdings.items()],
        floor_texts=[TEXTS.get(text, text) for text in texts],
        floors=[(_measure(measure), [known.get((measure, text)) for text in texts]) for measure in measures],
    )  # fmt: skip


def summary(feeds: Sequence[Row], runs: Sequence[Row], build: Build) -> str:
    """The state of things in two sentences: "1 of 12 feeds is failing: Desk. The last run completed at ..."."""
    sick = [str(feed["outlet"]) for feed in feeds if feed["state"] == "failing"]
    words = f"{len(sick)} of {len(feeds)} feeds failing" + (f" ({', '.join(sick[:5])})" if sick else "") + "."
    if not feeds:
        words = "No feed is registered."
    if not runs:
        return f"{words} No run yet."
    last = runs[0]
    words += f" The last run ({last['state']}) started {moment(last['started_at'])}"
    age = build.now - last["started_at"]
    return words + (f": {lasting(age.total_seconds())} ago, is the schedule running?" if age > LATE else ".")


def _measure(name: str) -> str:
    return MEASURES.get(name, name.replace(".", ": ").replace("_", " "))


def _lag(lag: Row) -> str:
    if not lag["alerts"]:
        return "No alert of the period has an article with a time of publication."
    return (
        f"Half of the {lag['alerts']:,} alerts of the period came within {lasting(lag['median_seconds'])} of the "
        f"article's publication, nine in ten within {lasting(lag['slow_seconds'])}."
    )
