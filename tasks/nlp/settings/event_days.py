"""The days that a text gives for events: of a date as a claim has it, and counted from another ("two days after")."""

from __future__ import annotations

from datetime import date as _calendar_date
from datetime import timedelta

from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.reading import Reading, date_mentions
from tasks.nlp.settings.happenings import HappeningWords
from tasks.nlp.settings.ties import PLAIN, SENTENCE, Anchor

_MANY_DAYS = 60
_YEAR_DIGITS = 4
_TURNS = {"later": 1, "earlier": -1}


def iso(date: DateMention) -> str | None:
    """A TIMEX3 value as the day, month or year of a claim; a week is its month where it lies in one."""
    value = date.value
    if len(value) < _YEAR_DIGITS or not value[:_YEAR_DIGITS].isdigit():
        return None  # the present, a fiscal year, a decade, a century
    if date.precision in ("day", "month", "year"):
        return value
    if date.precision == "week":
        return _month_of_week(value)
    return value[:_YEAR_DIGITS]


def _month_of_week(value: str) -> str | None:
    """ "2012-W24" is 2012-06: both its Monday and its Sunday are."""
    year, week = int(value[:4]), int(value[6:8])
    monday, sunday = (_calendar_date.fromisocalendar(year, week, day) for day in (1, 7))
    return f"{monday:%Y-%m}" if monday.month == sunday.month else None


def days_before(
    reading: Reading, date: DateMention, anchor: Anchor, vocabulary: HappeningWords
) -> tuple[float, str] | None:
    """ "on Wednesday, two days after a ferry sank": the day of the sinking, for what stands behind "after"."""
    end = (reading.word_at(date.end - 1) or 0) + 1
    words = reading.lower[end : end + 5]
    at = next((n for n, word in enumerate(words) if word in vocabulary.after), 0)
    if date.precision != "day" or (anchor.first < end and not anchor.counts):
        return None
    if at < 2 or words[at - 1] not in vocabulary.days:  # noqa: PLR2004  # "a day after"
        return None
    count = vocabulary.day_counts.get(words[at - 2]) or (int(words[at - 2]) if words[at - 2].isdigit() else None)
    if count is None or count > _MANY_DAYS:
        return None
    return SENTENCE + PLAIN, (_calendar_date.fromisoformat(date.value) - timedelta(days=count)).isoformat()


def dates_by_sentence(reading: Reading, head: int, vocabulary: HappeningWords) -> dict[int, list[DateMention]]:
    """The dates of a text by sentence; not the one of a dateline, which ends before the word `head`."""
    found: dict[int, list[DateMention]] = {}
    for date in date_mentions(reading.doc):
        word = reading.word_at(date.start)
        if word is not None and word >= head:
            found.setdefault(reading.sentence[word], []).append(date)
    _add_counted(reading, found, vocabulary)
    return found


def _add_counted(reading: Reading, found: dict[int, list[DateMention]], vocabulary: HappeningWords) -> None:
    """Days that are counted from the one told last: "the following night", "two days later"."""
    last: DateMention | None = None
    for number, (first, end) in enumerate(reading.bounds):
        here = found.get(number, [])
        if not vocabulary.counting.isdisjoint(reading.lower[first:end]):
            earlier = next((d for d in reversed(here) if d.precision == "day"), None)
            counted = _counted(reading, first, end, (earlier if earlier is not None else last), vocabulary)
            if counted is not None and all(counted.end <= d.start or d.end <= counted.start for d in here):
                found.setdefault(number, []).append(counted)
        last = next((d for d in reversed(found.get(number, [])) if d.precision == "day"), last)


def _counted(
    reading: Reading, first: int, end: int, last: DateMention | None, vocabulary: HappeningWords
) -> DateMention | None:
    """The first such phrase of a sentence, counted from `last`."""
    for word in range(first, end if last is not None else first):
        for length in (3, 2):
            days = vocabulary.next_days.get(" ".join(reading.lower[word : min(end, word + length)]))
            if days is not None:
                return _shifted(reading, word, word + length, last, days)
        turn = _TURNS.get(reading.lower[word]) if word - 2 >= first else None
        if turn is not None and reading.lower[word - 1] in vocabulary.days:
            days = vocabulary.day_counts.get(reading.lower[word - 2])
            if days is not None:
                return _shifted(reading, word - 2, word + 1, last, turn * days)
    return None


def _shifted(reading: Reading, first: int, end: int, last: DateMention | None, days: int) -> DateMention | None:
    start, stop = reading.span(first, end)
    if last is None or last.end > start:
        return None
    day = _calendar_date.fromisoformat(last.value) + timedelta(days=days)
    published: _calendar_date | None = reading.doc._.published_on
    if published is not None and day > published:
        return None
    return DateMention(start, stop, reading.source[start:stop], day.isoformat(), "day")
