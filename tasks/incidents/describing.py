"""The row of an incident: where, when and what it was, in the words of its claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import reduce

from tasks.incidents.profile import groups
from tasks.incidents.reports import Report
from tasks.incidents.when import Span
from warehouse.records import Incident

_HARM_WORD = re.compile(r"kill|wound|injur|dead|death|die|dying|hurt|casualt|murder|slain", re.IGNORECASE)
_LONGEST = 60  # characters of a trigger phrase that still read as a title


def describe(incident_id: str, reports: Iterable[Report], grade: str, opened_at: datetime) -> Incident:
    """The incident as its current claims tell it; `reports` are all of one incident, at least one."""
    texts = groups(reports)
    known = reduce(lambda one, other: one | other, (text.profile for text in texts))
    ordered = [report for text in texts for report in text.reports]
    place, day = known.place, _iso(known.days)
    return Incident(
        incident_id=incident_id,
        title=_title(ordered, place.name if place else None, day),
        place_name=place.name if place else None,
        place_id=place.place_id if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        country=place.country if place else _usual(report.country for report in ordered),
        event_date=day,
        plover_type=_usual(report.plover_type for report in ordered),
        acled_sub_event_type=_usual(report.acled_sub_event_type for report in ordered),
        evidence_grade=grade,
        opened_at=opened_at,
    )


def _usual(values: Iterable[str | None]) -> str | None:
    """The most frequent value; of equals the first."""
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None


def _iso(days: Span) -> str | None:
    """The event date as ISO day, month or year; None where no text says one."""
    forms = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
    return days.first.strftime(forms[days.form]) if days.form in forms else None


def _title(reports: Sequence[Report], place: str | None, day: str | None) -> str:
    """ "car bombing, Damascus, 14 Jun 2012"."""
    return ", ".join(part for part in (_what(reports), place, day and readable(day)) if part)


def _what(reports: Sequence[Report]) -> str:
    triggers = (" ".join(report.trigger_text.split()) for report in reports if report.trigger_text)
    named = _usual(trigger for trigger in triggers if len(trigger) <= _LONGEST and not _HARM_WORD.search(trigger))
    kind = _usual(report.acled_sub_event_type or report.hazard_class or report.plover_type for report in reports)
    harms = " and ".join(dict.fromkeys(report.harm for report in reports))
    return named or (kind.lower() if kind else f"people {harms}")


def readable(day: str) -> str:
    """An ISO day as people write it: 14 Jun 2012; a month or year as it stands."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{found.day} {found:%b %Y}"
