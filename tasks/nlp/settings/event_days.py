"""The days that a text gives for events: of a date as a claim has it, and counted from another ("two days after")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as _calendar_date
from datetime import timedelta

from tasks.nlp.findings import DateMention
from tasks.nlp.grammar.reading import Reading, date_mentions
from tasks.nlp.settings.happenings import HappeningWords
from tasks.nlp.settings.ties import PLAIN, SENTENCE, Anchor

_MANY_DAYS = 60
_YEAR_DIGITS = 4
_MARKS = frozenset({"mark", "case"})  # what "after" is to its clause or phrase
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


def counted_back(
    reading: Reading, anchor: Anchor, dates: Mapping[int, Sequence[DateMention]], vocabulary: HappeningWords
) -> tuple[float, str] | None:
    """ "The attack came two months after a bombing killed 70 people": the month of the bombing, for what is told of it.

    Counted from the day told last, else from publication: to the day for days, to the month for weeks and months.
    """
    after = _after(reading, anchor, vocabulary)
    if after is None:
        return None
    unit, number = vocabulary.units[reading.lower[after - 1]], reading.lower[after - 2]
    count = vocabulary.day_counts.get(number) or (int(number) if number.isdigit() else None)
    base = _told_last(reading, after, anchor.sentence, dates)
    if count is None or count > _MANY_DAYS or base is None:
        return None
    if unit == "days":
        return SENTENCE + PLAIN, (base - timedelta(days=count)).isoformat()
    if unit == "weeks":
        return SENTENCE + PLAIN, f"{base - timedelta(weeks=count):%Y-%m}"
    if unit == "months":
        months = base.year * 12 + base.month - 1 - count
        return SENTENCE + PLAIN, f"{months // 12:04d}-{months % 12 + 1:02d}"
    return SENTENCE + PLAIN, f"{base.year - count:04d}"


def _after(reading: Reading, anchor: Anchor, vocabulary: HappeningWords) -> int | None:
    """The "after", with a number and a unit of time before it, of the clause or phrase that the anchor stands in."""
    word = anchor.first
    above = {word}
    while (head := reading.head(word)) not in above:
        above.add(head)
        word = head
    for after in range(anchor.first - 1, reading.bounds[anchor.sentence][0] + 1, -1):
        if reading.lower[after] in vocabulary.after and reading.lower[after - 1] in vocabulary.units:
            return after if reading.head(after) in above and reading.dep(after) in _MARKS else None
    return None


def _told_last(
    reading: Reading, word: int, sentence: int, dates: Mapping[int, Sequence[DateMention]]
) -> _calendar_date | None:
    """The last day that the text names before the word, else the day of publication."""
    start = reading.span(word, word + 1)[0]
    for number in range(sentence, -1, -1):
        days = [d.value for d in dates.get(number, ()) if d.precision == "day" and d.end <= start]
        if days:
            return _calendar_date.fromisoformat(days[-1])
    published: _calendar_date | None = reading.doc._.published_on
    return published


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
