"""The days that a text gives for events: of a date as a claim has it, and counted from another ("two days after")."""

from __future__ import annotations

from datetime import date as _calendar_date
from datetime import timedelta

from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.reading import Reading, date_mentions
from tasks.nlp.settings.happenings import HappeningWords
from tasks.nlp.settings.sites import dateline_end
from tasks.nlp.settings.ties import PLAIN, SENTENCE, Anchor

_MANY_DAYS = 60


def iso(date: DateMention) -> str | None:
    """A TIMEX3 value as the day, month or year of a claim; a week is its month where it lies in one."""
    value = date.value
    if not value[:4].isdigit():
        return None
    if date.precision in ("day", "month", "year"):
        return value
    if date.precision == "week":
        return _month_of_week(value)
    return value[:4]


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


def dates_by_sentence(reading: Reading) -> dict[int, list[DateMention]]:
    """The dates of a text by sentence; not the one of a dateline."""
    found: dict[int, list[DateMention]] = {}
    head = dateline_end(reading)
    for date in date_mentions(reading.doc):
        word = reading.word_at(date.start)
        if word is not None and word >= head:
            found.setdefault(reading.sentence[word], []).append(date)
    return found
