"""Articles written for the project and labelled by the claim specification, one TOML file each: reads and checks them.

`python -m tests.nlp.claims.articles > articles.jsonl` writes them as rows that `sitrep evaluate` reads.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data" / "articles"

LEGAL = {
    "harm": "killed injured missing abducted detained displaced",
    "qualifier": "exact at_least more_than at_most less_than about between vague none",
    "victim_class": "civilian child woman military police militant attacker journalist aid_worker medic official "
    "peacekeeper patient unknown",
    "scope": "incident subset cumulative",
    "claimant_kind": "government military police medical rescue monitor un armed_group state_media media witness "
    "relative company unknown",
    "factuality": "asserted hedged denied hypothetical",
}
OPEN_ABOVE = {"at_least", "more_than", "vague"}
OPEN_BELOW = {"at_most", "less_than"}
ISO_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
ORDINAL = re.compile(r"(?i)\d(st|nd|rd|th)\b|\b(first|second|third|last|latest|\w+th)\b")


class LabelError(ValueError):
    """A label that breaks the specification; says which file, which claim, and what to change."""


@dataclass(frozen=True, slots=True)
class Label:
    """One claim as labelled. `quote` stands once in the text, `count_text` once in the quote."""

    harm: str
    quote: str
    count_text: str
    qualifier: str
    victim_class: str
    low: int | None = None
    high: int | None = None
    victims: str = ""
    scope: str = "incident"
    factuality: str = "asserted"
    period_start: str | None = None
    claimant: str | None = None
    claimant_kind: str | None = None
    place: str | None = None
    date: str | None = None
    incident: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One labelled text; `tolls` are the bounds of the main incident, for the harms where the specification gives one."""

    name: str
    title: str
    published_at: str
    text: str
    claims: tuple[Label, ...]
    tolls: Mapping[str, tuple[int, int]]
    main_incident: int | None


def read_articles(folder: Path = FOLDER) -> list[Article]:
    """Every article of the folder in the order of its file names; LabelError where a label breaks the specification."""
    return [read_article(path) for path in sorted(folder.glob("*.toml"))]


def read_article(path: Path) -> Article:
    """One file, checked."""
    try:
        article = _article(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise LabelError(f"{path.name}: {type(error).__name__}: {error}") from error
    wrong = list(problems(article))
    if wrong:
        raise LabelError(f"{path.name}:\n" + "\n".join(f"  {line}" for line in wrong))
    return article


def _article(name: str, table: dict[str, Any]) -> Article:
    claims = tuple(Label(**claim) for claim in table.pop("claim", ()))
    tolls = {harm: (toll["low"], toll["high"]) for harm, toll in table.pop("toll", {}).items()}
    main = table.pop("main_incident", 1 if any(c.incident == 1 for c in claims) else None)
    return Article(
        name, table.pop("title"), table.pop("published_at"), table.pop("text").strip(), claims, tolls, main, **table
    )


def problems(article: Article) -> Iterator[str]:
    """What is wrong with the labels of an article, one line each."""
    for number, label in enumerate(article.claims, 1):
        for check in CHECKS:
            yield from (f"claim {number} ({label.count_text!r}): {problem}" for problem in check(label, article))
    if len({(c.harm, span(c, article.text)) for c in article.claims}) < len(article.claims):
        yield "two claims have the same harm and the same words"
    if article.main_incident is not None and article.main_incident not in {c.incident for c in article.claims}:
        yield f"no claim belongs to the main incident {article.main_incident}"
    for harm, (low, high) in article.tolls.items():
        if harm not in ("killed", "injured") or low > high:
            yield f"toll of {harm} {low}-{high}: killed and injured only, low first"


def _words(label: Label, article: Article) -> Iterator[str]:
    if (found := article.text.count(label.quote)) != 1:
        yield f"the quote stands {found} times in the text"
    if (found := len(_whole(label.count_text).findall(label.quote))) != 1:
        yield f"count_text stands {found} times in the quote"
    for field in ("victims", "claimant", "place"):
        if (getattr(label, field) or "") not in article.text:
            yield f"{field} {getattr(label, field)!r} is not printed in the text"


def _values(label: Label, _: Article) -> Iterator[str]:
    for field, legal in LEGAL.items():
        value = getattr(label, field)
        if value not in legal.split() and not (field == "claimant_kind" and value is None):
            yield f"{field} {value!r} is none of: {legal}"
    if (label.claimant is None) != (label.claimant_kind is None):
        yield "claimant and claimant_kind are given both or neither"
    for field in ("date", "period_start"):
        if (value := getattr(label, field)) is not None and not ISO_DAY.fullmatch(value):
            yield f"{field} {value!r} is no ISO day, month or year"


def _bounds(label: Label, _: Article) -> Iterator[str]:
    if not _fits(label.qualifier, label.low, label.high):
        yield f"{label.qualifier} does not go with low {label.low} and high {label.high}"


def _fits(qualifier: str, low: int | None, high: int | None) -> bool:
    if qualifier in OPEN_ABOVE:
        return low is not None and high is None
    if qualifier in OPEN_BELOW:
        return low is None and high is not None
    if low is None or high is None:
        return False
    return low < high if qualifier == "between" else low == high and (low == 0) == (qualifier == "none")


def _scopes(label: Label, article: Article) -> Iterator[str]:
    if label.scope == "cumulative" and label.incident is not None:
        yield "a cumulative claim has no incident"
    if label.scope == "incident" and label.incident is None:
        yield "a claim of an incident has its number"
    if label.scope != "cumulative" and label.period_start is not None:
        yield "only a cumulative claim has a period_start"
    if label.scope == "subset" and not ORDINAL.search(label.count_text) and not _has_whole(label, article):
        yield "no other claim of this harm is large enough to hold the subset"


def _has_whole(part: Label, article: Article) -> bool:
    wholes = (c for c in article.claims if c is not part and c.harm == part.harm)
    return any(whole.high is None or whole.high >= (part.low or part.high or 0) for whole in wholes)


CHECKS: tuple[Callable[[Label, Article], Iterator[str]], ...] = (_words, _values, _bounds, _scopes)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def span(label: Label, text: str) -> tuple[int, int]:
    """Start and end of the count phrase in the text; (-1, -1) where it is not there."""
    at = text.find(label.quote)
    found = _whole(label.count_text).search(label.quote)
    return (at + found.start(), at + found.end()) if found and at >= 0 else (-1, -1)


def row(article: Article) -> dict[str, Any]:
    """The article as a row of a gold file: claims in the order of the text, offsets in characters."""
    gold: dict[str, Any] = {harm: list(bounds) for harm, bounds in article.tolls.items()}
    ordered = sorted(article.claims, key=lambda label: span(label, article.text))
    gold["main_incident"] = article.main_incident
    gold["claims"] = [_gold(label, article.text) for label in ordered]
    return {
        "id": f"article-{article.name}",
        "set": "articles",
        "title": article.title,
        "published_at": article.published_at,
        "text": article.text,
        "gold": gold,
    }


def _gold(label: Label, text: str) -> dict[str, Any]:
    fields = asdict(label)
    fields["victim_text"] = fields.pop("victims")
    fields["start"], fields["end"] = span(label, text)
    return fields


def write_rows(articles: Iterable[Article], path: Path) -> None:
    """The articles as JSON Lines, one row a line."""
    path.write_text("".join(line(article) for article in articles), encoding="utf-8")


def line(article: Article) -> str:
    """The row of an article as one line."""
    return json.dumps(row(article), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.writelines(line(article) for article in read_articles())
