"""Make the specifications of the charts with Altair: python -m tasks.page.charts.build

Colours, fonts, widths and data come from the page (assets/page.js): light, dark and print differ in style alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair as alt

ROWS = alt.NamedData(name="rows")
HARMS = alt.Scale(domain=["killed", "injured", "missing", "abducted", "detained", "displaced"])


def daily() -> Any:  # noqa: ANN401  # altair's charts have many types
    """Killed or injured of one country by day: low to high as a band, best as a line; a day without news is a gap."""
    base = alt.Chart().encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=6, labelOverlap=True))
    )
    people = alt.Y("low:Q", title="people", axis=alt.Axis(tickCount=4, format="~s"))
    return alt.layer(
        base.mark_area(opacity=0.25, interpolate="monotone").encode(y=people, y2="top:Q"),
        base.mark_rule(opacity=0.35, strokeWidth=3).encode(y="low:Q", y2="top:Q"),
        base.mark_line(strokeWidth=2, interpolate="monotone").encode(y="best:Q"),
        base.mark_point(filled=True, size=22, opacity=1).encode(y="best:Q"),
        base.transform_filter("datum.open")
        .mark_point(shape="triangle-up", size=40, filled=False, opacity=1)
        .encode(y="top:Q"),
    ).properties(height=140)


def timeline() -> Any:  # noqa: ANN401
    """One incident: each toll as steps from revision to revision, low to high as a band, best as a line."""
    harm = alt.Color("harm:N", scale=HARMS, legend=alt.Legend(title=None, orient="top"))
    base = alt.Chart().encode(x=alt.X("at:T", title=None, axis=alt.Axis(tickCount=6, labelOverlap=True)), color=harm)
    people = alt.Y("low:Q", title="people", axis=alt.Axis(tickCount=5, format="~s"))
    return alt.layer(
        base.mark_area(opacity=0.22, interpolate="step-after").encode(y=people, y2="top:Q"),
        base.mark_line(strokeWidth=2, interpolate="step-after").encode(
            y="best:Q", strokeDash=alt.StrokeDash("harm:N", scale=HARMS, legend=None)
        ),
        base.transform_filter("datum.said")
        .mark_point(filled=True, size=46, opacity=1)
        .encode(y="best:Q", shape=alt.Shape("harm:N", scale=HARMS, legend=None)),
    ).properties(height=220)


def series() -> Any:  # noqa: ANN401
    """Running totals of one harm and region: a panel a claimant, on one scale, nothing added up."""
    base = alt.Chart().encode(
        x=alt.X("at:T", title=None, axis=alt.Axis(format="%-d %b %y", tickCount=3, labelOverlap=True))
    )
    people = alt.Y(
        "total:Q", title="people in all", axis=alt.Axis(tickCount=4, format="~s"), scale=alt.Scale(zero=True)
    )
    panel = alt.layer(
        base.mark_line(strokeWidth=2).encode(y=people),
        base.mark_point(filled=True, size=40, opacity=1).encode(
            y="total:Q",
            shape=alt.Shape(
                "fell:N", legend=None, scale=alt.Scale(domain=[False, True], range=["circle", "triangle-down"])
            ),
        ),
    ).properties(width=190, height=130)
    return panel.facet(facet=alt.Facet("claimant:N", title=None), columns=3, data=ROWS)


MADE = {"daily": daily, "timeline": timeline, "series": series}


def specification(name: str) -> dict[str, Any]:
    """The chart `name` as plain data: without Altair's look, which the page gives, and without data."""
    chart = MADE[name]()
    chart.data = ROWS
    found: dict[str, Any] = json.loads(chart.to_json())
    found.pop("config", None)
    return found


def main() -> None:
    """Write every specification beside this file."""
    for name in MADE:
        text = json.dumps(specification(name), indent=1, sort_keys=True) + "\n"
        Path(__file__).with_name(f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
