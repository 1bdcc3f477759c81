"""What people read: one line that says it all, then what it rests on; and nothing from outside can break out of it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from tasks.alerts.messages import FORMS, title, write
from tests.alert.test_raise import AMNESTY, cycle, first_day, next_day
from tests.resolve.world import BOMB, HOMS, STATE_MEDIA, SYRIA, Says, World, at

SCHEMA = json.loads(files("tasks.alerts").joinpath("schema.json").read_text(encoding="utf-8"))


def payloads(world: World) -> list[dict[str, Any]]:
    return [json.loads(text) for (text,) in world.rows("SELECT payload FROM alerts ORDER BY raised_at, alert_id")]


def conforms(row: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(row)


def two_days(world: World) -> dict[str, Any]:
    first_day(world)
    cycle(world, world.run(at(14, 13)))
    next_day(world)
    cycle(world, world.run(at(15, 13)))
    return next(row for row in payloads(world) if row["kind"] == "toll_up" and "Damascus" in row["title"])


def test_every_payload_conforms_to_the_published_schema(world: World) -> None:
    two_days(world)
    total = {"high": None, "scope": "cumulative", "incident": None, "place": SYRIA, "by": AMNESTY, "period": "2011-02"}
    world.tell("https://a.example/3", at(16), Says(low=50_400, **total))
    world.tell("https://b.example/1", at(16), Says(low=40, place=HOMS, by=STATE_MEDIA), outlet="b.example")
    cycle(world, world.run(at(16, 13)))
    found = payloads(world)
    assert {row["kind"] for row in found} >= {"new_incident", "toll_up", "cumulative_milestone"}
    for row in found:
        conforms(row)
    conforms({"schema": "sitrep.alerts/1", "idempotency_key": found[0]["alert_id"], "title": "2", "alerts": found[:2]})
    with pytest.raises(jsonschema.ValidationError):
        conforms(found[0] | {"kind": "rumour"})


def test_markdown(world: World) -> None:
    row = two_days(world)
    claim = row["evidence"][0]["claim_id"]
    assert write([row], "markdown").splitlines() == [
        r"- **injured:** low 14, best 14, high 14 \-\> low 16, best 16, high 16 \(new claim\)",
        r"- **claimants of injured:** state media",
        r"- **grade:** weak",
        "",
        r"> state media said **16** people were injured in a car bombing\.",
        "",
        r"News of the day \(example\.org, 2012\-06\-15 12\:00 UTC\)",
        r"https\:\/\/a\.example\/2".replace(r"\/", "/"),
        f"`sitrep explain {claim}`",
    ]


def test_html(world: World) -> None:
    row = two_days(world)
    html = write([row], "html")
    assert "<p><strong>SYR Damascus: injured 14 -&gt; 16 (state media), car bombing, 14 Jun 2012</strong></p>" in html
    assert "<li>injured: low 14, best 14, high 14 -&gt; low 16, best 16, high 16 (new claim)</li>" in html
    assert "<blockquote>state media said <strong>16</strong> people were injured in a car bombing.</blockquote>" in html
    assert (
        '<a href="https://a.example/2" rel="noreferrer">News of the day (example.org, 2012-06-15 12:00 UTC)</a>' in html
    )
    assert f"<code>sitrep explain {row['evidence'][0]['claim_id']}</code>" in html


def test_several_alerts_have_their_lines_as_headings(world: World) -> None:
    two_days(world)
    rows = payloads(world)[:2]
    text = write(rows, "text")
    assert [line for line in text.splitlines() if line in {row["title"] for row in rows}] == [r["title"] for r in rows]


def test_numbers_are_written_as_the_language_does(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=1_234, high=None, place=HOMS, kind=BOMB))
    cycle(world, world.run(at(14, 13)))
    (row,) = payloads(world)
    assert (
        title(row)
        == "SYR Homs: at least 1,234 killed (the Syrian Observatory for Human Rights), car bombing, 14 Jun 2012"
    )
    assert "at least 1.234 killed" in title(row, "de")
    assert "low 1.234, best 1.234, high open" in write([row], "text", "de")
    assert "1 234 killed" in title(row, "fr")
    assert "low 1\u202f234" in write([row], "text", "fr")
    assert "12,34" not in title(row, "en")


def test_a_contested_toll_says_who_says_what(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=6))
    cycle(world, world.run(at(14, 13)))
    world.tell("https://b.example/1", at(14, 15), Says(low=40, by=STATE_MEDIA), outlet="b.example", owner="b")
    cycle(world, world.run(at(14, 16)))
    bodies = world.rows("SELECT body FROM alerts WHERE kind IN ('contested', 'toll_up')")
    said = "contested: who says what of killed: state media: 40; the Syrian Observatory for Human Rights: 6"
    assert any(said in body for (body,) in bodies)


EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} {% raw %} ${jndi:ldap://x} \x1b[31mred\x1b]0;t\x07 "
    "**bold** [link](javascript:alert(1)) `code` line\nbreak\r\nBcc: a@b.example \u202eevil <!channel> @everyone %s {0} "
)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture
def evil(world: World) -> dict[str, Any]:
    claim = Says(low=4, by=(EVIL, "monitor"), trigger=EVIL, place=HOMS)
    world.tell("https://a.example/1?<script>&x=\"'", at(14), claim, title=EVIL * 20, outlet="<b>outlet</b>")
    cycle(world, world.run(at(14, 13)))
    (row,) = payloads(world)
    return row


def test_html_holds_only_our_own_tags(evil: dict[str, Any]) -> None:
    tags = Tags(write([evil], "html"))
    assert tags.found <= {"div", "p", "strong", "ul", "li", "blockquote", "a", "br", "code"}
    assert tags.attributes <= {"style", "href", "rel"}


def test_a_link_is_made_of_web_addresses_only(evil: dict[str, Any]) -> None:
    evil["evidence"][0]["article"]["url"] = "javascript:alert(1)"
    assert "href" not in write([evil], "html")


def test_markdown_shows_markup_as_it_was_written(evil: dict[str, Any]) -> None:
    text = write([evil], "markdown")
    assert r"\*\*bold\*\* \[link\]\(javascript\:alert\(1\)\)" in text or r"\*\*bold\*\*" in text
    assert "<script>" not in text
    assert "[link](" not in text


def test_templates_escape_codes_and_line_breaks_from_outside_do_nothing(evil: dict[str, Any]) -> None:
    assert "\n" not in evil["title"]
    for form in FORMS:
        text = write([evil], form)
        assert "49" not in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert all(character == "\n" or character.isprintable() for character in text)
        assert "\nBcc:" not in text
    conforms(evil)


def test_a_headline_of_ten_megabytes_makes_a_small_message(world: World) -> None:
    world.tell("https://a.example/1", at(14), Says(low=4, place=HOMS), title="BREAKING " + "x" * 10_000_000)
    cycle(world, world.run(at(14, 13)))
    ((size, words),) = world.rows("SELECT length(payload), body FROM alerts")
    assert size < 5_000
    assert len(words) < 2_000
