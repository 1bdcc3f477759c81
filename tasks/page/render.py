"""Templates to text: Jinja with autoescape, an unknown name is an error. What is Markup was escaped or made by us."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from tasks.page import words
from tasks.page.drawings import toll_range
from tasks.page.maps import around
from tasks.page.records import Build

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = Path(__file__).parent / "assets"
PAGES = (
    ("index.html", "Now"),
    ("map.html", "Map"),
    ("incidents.html", "All incidents"),
    ("time.html", "Time"),
    ("sources.html", "Who says what"),
    ("health.html", "Health"),
    ("digest.html", "Digest"),
)
# No unsafe-inline, no unsafe-eval, nothing from elsewhere; data stands in script elements that are no scripts.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{style}; img-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
REASONS = {
    "new_claim": "a new claim",
    "corrected": "an article was corrected",
    "retracted": "an article took it back",
    "rescoped": "read again as another kind of number",
    "merged": "two incidents were found to be one",
    "split": "it was found to be two incidents",
    "rule_change": "a rule of Sitrep changed",
}


class Quoted(Protocol):
    """What has a sentence with a number in it."""

    @property
    def sentence(self) -> str | None:
        """The sentence."""

    @property
    def mark_start(self) -> int | None:
        """Where its number starts, in characters."""

    @property
    def mark_end(self) -> int | None:
        """Where its number ends."""


@cache
def environment() -> Environment:
    """The templates with our filters."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters |= {
        "clean": words.clean,
        "toll": words.toll,
        "range": toll_range,
        "day": words.day,
        "isoday": _iso_day,
        "moment": words.moment,
        "iso": iso,
        "lasting": words.lasting,
        "names": words.names,
        "people": words.people,
        "weblink": words.link,
        "quote": _quote,
        "title": lambda row: words.titled(row.title, row.place_name),
        "direction": words.direction,
        "frame": lambda items: " ".join(f"{n:g}" for n in around([item.spot for item in items])),
        "reason": lambda reason: REASONS.get(reason, reason),
        "says": lambda text: [words.clean(part, 160) for part in (text or "").split("; ")][:12],
    }
    return made


def template(name: str, countries: Mapping[str, str]) -> Template:
    """The template `name`; codes of `countries` are shown by name."""
    made = environment()
    made.filters["country"] = lambda code: words.clean(countries.get(code, code), 60)
    return made.get_template(name)


def page(name: str, build: Build, title: str, here: str = "", root: str = "", **context: Any) -> str:  # noqa: ANN401
    """One page of our look. `root` leads from it to the folder of the pages: "" or "../"."""
    main = template(name, build.countries).render(root=root, **context)
    return environment().get_template("base.html").render(
        title=title, header=_header(here, root), root=root, policy=POLICY.format(style=""),
        built=words.moment(build.now), built_iso=iso(build.now), articles=words.people(build.articles),
        main=Markup(main),  # noqa: S704  # from a template that escapes
    )  # fmt: skip


@cache
def _header(here: str, root: str) -> Markup:
    """What stands above every page; made once, since thirty thousand pages have it."""
    made = environment().get_template("header.html").render(here=here, root=root, pages=PAGES)
    return Markup(made)  # noqa: S704  # from a template that escapes


def policy_for(style: str) -> str:
    """The policy of a page that has its style inside: that style alone, by its hash."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return POLICY.format(style=f" 'sha256-{digest}'")


def data(value: Any, name: str = "") -> Markup:  # noqa: ANN401  # whatever JSON holds
    """A value as JSON inside the page, by the id `name`; no word in it can end the element (HTML 4.12.1.3)."""
    key = f' id="{name}"' if name else ""
    return Markup(f'<script type="application/json"{key}>{as_json(value)}</script>')  # noqa: S704  # it has no <


def as_json(value: Any) -> str:  # noqa: ANN401  # whatever JSON holds
    """JSON that may stand in a script element or file: no <, no >, no &, no line separators."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=str)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def iso(at: datetime) -> str:
    """A UTC time as ISO 8601 with Z; text order is time order."""
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"


def _iso_day(day: date) -> str:
    return day.isoformat()


def _quote(source: Quoted) -> Markup:
    return words.marked(source.sentence, source.mark_start, source.mark_end)
