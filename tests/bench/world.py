"""A generator of news worlds: true incidents with growing tolls, and the articles that outlets write about them.

Everything follows from the seed. Each world has claimants who differ, wire copies, edited pages, late reports, mentions of
older incidents, running totals, and look-alikes: the same kind of attack in the same city a day later, or on the same day in a
neighbouring town. The sentences come from world.toml; no rule of the extractor was made from them.
"""

from __future__ import annotations

import random
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

TEMPLATES = tomllib.loads(Path(__file__).with_name("world.toml").read_text(encoding="utf-8"))
FIRST_DAY = date(2014, 3, 3)
ARTICLES_PER_DAY = 33
ARTICLES_PER_INCIDENT = 4.4  # as it turns out
CROWDED = 0.02
LOOK_ALIKES, COPIES, EDITS, LATE, BACKGROUND, RUNNING, HEDGED, FALLS = 0.18, 0.25, 0.3, 0.35, 0.25, 0.1, 0.1, 0.08
OUTLETS = tuple(f"outlet{n:02}.example" for n in range(14))
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
OWN_VOICE = "media"
# The order of claimant kinds, said once more and apart from warehouse/views/staging/claimant_ranks.sql, to measure it by.
RANKS = (
    "un", "monitor", "medical", "rescue", "police", "government", "military", "company", "media", "state_media",
    "relative", "witness", "armed_group", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """A true incident. `twin` is the number of the one that it looks like."""

    number: int
    kind: dict[str, Any]
    place: str
    country: str
    day: date
    killed: int
    injured: int | None
    twin: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence that tells the toll of a true incident: characters start..end of its article."""

    incident: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """What one text says the toll is, and who says so; `kind` is the claimant's."""

    incident: int
    kind: str
    killed: int
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it stands from `at` on; an edit has the URL of the text that it replaces."""

    url: str
    outlet: str
    at: datetime
    title: str
    text: str
    mentions: tuple[Mention, ...]
    told: tuple[Told, ...]


@dataclass(slots=True)
class World:
    """The truth and its articles, in the order of publication."""

    happenings: list[Happening] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)

    def pairs(self) -> list[tuple[int, int]]:
        """Look-alikes that must stay apart."""
        return [(h.number, h.twin) for h in self.happenings if h.twin is not None]

    def best(self) -> dict[int, int]:
        """Incident -> the toll that the rule asks for, of those of which nobody only guesses (DESIGN, section 3)."""
        last: dict[str, Article] = {}
        first: dict[tuple[str, Told], datetime] = {}
        for article in self.articles:
            last[article.url] = article
            for told in article.told:
                first.setdefault((article.url, told), article.at)
        said: dict[int, list[tuple[int, float, int]]] = {}
        doubted: set[int] = set()
        for article in last.values():
            for told in article.told:
                said.setdefault(told.incident, []).append(
                    (RANKS.index(told.kind), -first[article.url, told].timestamp(), told.killed)
                )
                doubted |= {told.incident} if told.hedged else set()
        return {number: min(numbers)[2] for number, numbers in said.items() if number not in doubted}


def world(seed: int, articles: int) -> World:
    """A world of about `articles` texts, ARTICLES_PER_DAY a day."""
    made = World()
    chance = random.Random(seed)
    wanted = max(2, round(articles / ARTICLES_PER_INCIDENT))
    days = max(10, articles // ARTICLES_PER_DAY)
    busy: set[tuple[str, date]] = set()
    while len(made.happenings) < wanted:
        one = _happening(chance, len(made.happenings), days, busy)
        made.happenings.append(one)
        if chance.random() < LOOK_ALIKES and len(made.happenings) < wanted:
            made.happenings.append(_look_alike(chance, one))
        busy |= {(one.country, one.day + timedelta(days=n)) for n in range(-2, 3)}
    by_country: dict[str, list[Happening]] = {}
    for one in sorted(made.happenings, key=lambda happening: happening.day):
        by_country.setdefault(one.country, []).append(one)
    for one in made.happenings:
        made.articles += _coverage(chance, one, by_country[one.country])
    made.articles.sort(key=lambda article: (article.at, article.url))
    return made


def _happening(chance: random.Random, number: int, days: int, busy: set[tuple[str, date]]) -> Happening:
    """One that shares its country and days with no other, save one time in fifty: look-alikes are made on purpose."""
    while True:
        region = chance.choice(TEMPLATES["town"])
        place = chance.choice([*region["names"], *(pair[0] for pair in region["near"])])
        kind, day = chance.choice(TEMPLATES["kind"]), FIRST_DAY + timedelta(days=chance.randrange(days))
        if (region["country"], day) not in busy or chance.random() < CROWDED:
            killed = chance.choice([3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 17, 18, 21, 23, 26, 31, 37, 44, 58])
            injured = killed + chance.randrange(2, 60) if chance.random() < 0.5 else None
            return Happening(number, kind, place, region["country"], day, killed, injured)


def _look_alike(chance: random.Random, one: Happening) -> Happening:
    """The same again the next day, or on the same day in a neighbouring town."""
    killed = chance.choice([n for n in (3, 5, 8, 10, 13, 16, 19, 24, 29) if n != one.killed])
    twin = replace(one, number=one.number + 1, killed=killed, injured=None, twin=one.number)
    beside = [pair[1] for region in TEMPLATES["town"] for pair in region["near"] if pair[0] == one.place]
    if beside and chance.random() < 0.7:
        return replace(twin, place=beside[0])
    return replace(twin, day=one.day + timedelta(days=1))


def _coverage(chance: random.Random, one: Happening, others: Sequence[Happening]) -> Iterator[Article]:
    """First reports, follow-ups as pages of their own or as edits, copies, a late report."""
    start = datetime.combine(one.day, datetime.min.time(), UTC) + timedelta(hours=chance.uniform(6, 13))
    stages = _stages(chance, one)
    written: list[Article] = []
    for number, (killed, fell) in enumerate(stages):
        at = start + timedelta(hours=number * chance.uniform(4, 14))
        claimants = chance.sample(TEMPLATES["claimant"], k=2)
        for outlet in chance.sample(OUTLETS, k=chance.choice([1, 2, 2])):
            at += timedelta(minutes=chance.randrange(5, 90))
            writer = _Writer(chance, one, at, outlet, claimants)
            before = [a for a in written if a.outlet == outlet]
            url = before[0].url if before and chance.random() < EDITS else f"https://{outlet}/{one.number}-{number}"
            article = writer.write(url, killed, fell=fell, first=number == 0, others=others)
            written.append(article)
            yield article
            if chance.random() < COPIES:
                other = chance.choice([o for o in OUTLETS if o != outlet])
                later = at + timedelta(minutes=chance.randrange(10, 200))
                copied = replace(article, url=f"https://{other}/wire-{one.number}-{number}", outlet=other, at=later)
                if all(copied.url != a.url for a in written):
                    written.append(copied)
                    yield copied
    if chance.random() < LATE:
        at = start + timedelta(days=chance.randrange(3, 12))
        outlet = chance.choice(OUTLETS)
        writer = _Writer(chance, one, at, outlet, chance.sample(TEMPLATES["claimant"], k=2))
        yield writer.write_late(f"https://{outlet}/late-{one.number}", stages[-1][0])


def _stages(chance: random.Random, one: Happening) -> list[tuple[int, bool]]:
    """(toll so far, whether it fell) until the true one is known."""
    steps = sorted({max(2, round(one.killed * chance.uniform(0.5, 1))) for _ in range(chance.choice([0, 1, 1, 2]))})
    rising = [(step, False) for step in steps if step < one.killed] + [(one.killed, False)]
    if chance.random() < FALLS and one.killed > 4:
        return [*rising[:-1], (one.killed + chance.randrange(1, 4), False), (one.killed, True)]
    return rising


@dataclass(slots=True)
class _Writer:
    """One text by one outlet about one incident."""

    chance: random.Random
    one: Happening
    at: datetime
    outlet: str
    claimants: Sequence[dict[str, Any]]
    sentences: list[tuple[str, int | None]] = field(default_factory=list)  # (words, incident whose toll they tell)
    told: list[Told] = field(default_factory=list)

    def write(self, url: str, killed: int, *, fell: bool, first: bool, others: Sequence[Happening]) -> Article:
        """A report of the day or a follow-up."""
        speaks = fell or self.chance.random() < 0.75
        claimant = self.chance.choice(self.claimants) if speaks else None
        group = "first" if first or (not fell and self.chance.random() < 0.3) else "later"
        form = ("fallen" if fell and group == "later" else "said") if claimant else "own"
        with_injured = group == "first" and self.one.injured is not None and self.chance.random() < 0.7
        hedged = first and claimant is None and self.chance.random() < HEDGED
        template = self.chance.choice(TEMPLATES[group][form + ("_with_injured" if with_injured else "")])
        self._tell(template, self.one, killed, claimant, hedged=hedged)
        self._fill()
        if self.chance.random() < BACKGROUND:
            self._remember(others)
        if self.chance.random() < RUNNING:
            self._run()
        return self._article(url, killed)

    def write_late(self, url: str, killed: int) -> Article:
        """A look back, days later."""
        claimant = self.chance.choice(self.claimants) if self.chance.random() < 0.4 else None
        template = self.chance.choice(TEMPLATES["late"]["said" if claimant else "own"])
        self._tell(template, self.one, killed, claimant, hedged=False)
        self._fill()
        return self._article(url, killed)

    def _tell(
        self, template: str, one: Happening, killed: int, claimant: dict[str, Any] | None, *, hedged: bool
    ) -> None:
        who = self.chance.choice(claimant["names"]) if claimant else ""
        words = template.format(**self._slots(one, killed, who))
        if hedged:
            words = f"{words[:-1]}, according to unconfirmed reports."
        self.sentences.append((words, one.number))
        self.told.append(Told(one.number, claimant["kind"] if claimant else OWN_VOICE, killed, hedged))

    def _fill(self) -> None:
        for words in self.chance.sample(TEMPLATES["filler"]["own"], k=self.chance.randrange(1, 4)):
            self.sentences.append((words, None))

    def _remember(self, others: Sequence[Happening]) -> None:
        """A sentence about an incident of the same country, some days back, by then known in full."""
        oldest, newest = (self.at.date() - timedelta(days=days) for days in (24, 4))
        first = bisect_left(others, oldest, key=lambda other: other.day)
        earlier = [
            other
            for other in others[first : bisect_right(others, newest, key=lambda other: other.day)]
            if other.number != self.one.number
        ]
        if not earlier:
            return
        other = self.chance.choice(earlier)
        sentences = TEMPLATES["background"]["own"]
        if other.day.month != self.at.month:
            sentences = [words for words in sentences if "{date}" in words]
        self._tell(self.chance.choice(sentences), other, other.killed, None, hedged=False)

    def _run(self) -> None:
        large = f"{self.chance.choice([3, 8, 12, 20])},000"
        month = self.chance.choice(["January", "2011", "the war began"])
        words = self.chance.choice(TEMPLATES["cumulative"]["own"])
        self.sentences.append((words.format(large=large, country=self.one.country, month=month), None))

    def _slots(self, one: Happening, killed: int, who: str) -> dict[str, str]:
        chance, event = self.chance, one.kind["name"]
        number = WORDS[killed] if killed < len(WORDS) else str(killed)
        victims, an_event = chance.choice(one.kind["victims"]), _with_article(event)
        clause = chance.choice(one.kind["clauses"]).format(place=one.place)
        slots = {
            "n": f"{number} {victims}",
            "nb": number,
            "more": f"{one.injured} others",
            "place": one.place,
            "country": one.country,
            "day": f"on {one.day:%A}" if (self.at.date() - one.day).days < 6 else f"on {one.day.day} {one.day:%B}",
            "date": f"{one.day.day} {one.day:%B}" if chance.random() < 0.5 else f"{one.day:%B} {one.day.day}",
            "who": who,
            "event": event,
            "an_event": an_event,
            "the_event": f"the {event}",
            "clause": clause,
        }
        return slots | {_upper(key): _upper(value) for key, value in slots.items()}

    def _article(self, url: str, killed: int) -> Article:
        title = _upper(self.chance.choice(TEMPLATES["headline"]["own"]).format(**self._slots(self.one, killed, "")))
        text, mentions = "", []
        for words, incident in self.sentences:
            start = len(text)
            text += words
            if incident is not None:
                mentions.append(Mention(incident, start, len(text)))
            text += " "
        return Article(url, self.outlet, self.at, title, text.strip(), tuple(mentions), tuple(self.told))


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
