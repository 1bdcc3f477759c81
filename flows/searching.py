"""`sitrep search`: full text of articles and claims, ranked."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.compose import App
from flows.console import heading, say, table
from flows.errors import Unusable
from flows.formats import Format
from warehouse.search import Found, search, snippet

_AGO = re.compile(r"(\d{1,6})\s*([hdwmy])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_ARTICLE = ("score", "reported_at", "outlet", "title", "url", "version_id")


def print_search(app: App, words: str, since: str | None, limit: int, form: Format) -> None:
    """Print what is found; raises QueryRefused, SnapshotMissing, Unusable for a `since` that is none."""
    if form not in {Format.TABLE, Format.JSON}:
        raise Unusable(f"--format {form.value}: a search is written as table or json")
    moment = since_moment(since, datetime.now(UTC)) if since else None
    with app.warehouse.reader() as connection:
        found = search(connection, words, moment, limit)
    if form is Format.JSON:
        say(json.dumps(_plain(found), ensure_ascii=False, default=str, indent=1))
        return
    _print(found)


def since_moment(text: str, now: datetime) -> datetime:
    """`7d`, `24h`, `2w`, `3m`, `1y` before `now`, or the start of an ISO day, or a moment; raises Unusable."""
    if match := _AGO.fullmatch(text.strip().lower()):
        try:
            return now - timedelta(hours=int(match[1]) * _HOURS[match[2]])
        except OverflowError:
            return datetime.min.replace(tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Unusable(f"--since {text!r}: write 7d, 24h, 2w, 3m, 1y, or a day such as 2026-11-01") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _print(found: Found) -> None:
    if not found.articles and not found.claims:
        say("nothing found: all words must occur; try fewer of them, or an earlier --since")
        return
    heading("articles")
    for row in found.articles:
        say(f"{row['score']:5.2f}  {row['reported_at']:%Y-%m-%d}  {row['outlet']}: {row['title'] or '(no title)'}")
        say(f"       {snippet(row['text'], found.terms)}")
        say(f"       {row['url']}")
    heading("claims")
    table(
        ["score", "claimant", "harm", "count", "place", "day", "sentence", "claim"],
        [
            [
                f"{row['score']:.2f}",
                row["claimant"],
                row["harm"],
                row["count_text"],
                row["place_name"],
                row["event_date"],
                snippet(row["sentence"], found.terms),
                row["claim_id"][:8],
            ]
            for row in found.claims
        ],
    )


def _plain(found: Found) -> dict[str, Any]:
    articles = [
        {**{key: row[key] for key in _ARTICLE}, "snippet": snippet(row["text"], found.terms)} for row in found.articles
    ]
    return {"articles": articles, "claims": found.claims}
