"""The `[[rules]]` tables of alerts.toml: what is worth an alert, and when it goes out."""

from __future__ import annotations

import re
import zoneinfo
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field, model_validator

from config.countries import Country
from config.tables import Language, Many, Name, Table, Text

Change = Literal["new_incident", "toll_up", "toll_down", "contested", "confirmed", "retracted", "cumulative_milestone"]
Kind = Literal[Change, "silent_feed", "pipeline_failed"]
Harm = Literal["killed", "injured", "missing", "abducted", "detained", "displaced"]
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
Victims = Literal[
    "child", "journalist", "aid_worker", "medic", "official", "patient", "woman", "civilian",
    "military", "police", "militant", "attacker", "unknown",
]  # fmt: skip
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Minutes = Annotated[float, Field(ge=0, le=10_080)]
Clock = r"([01][0-9]|2[0-3]):[0-5][0-9]"

KINDS: tuple[Kind, ...] = (
    "new_incident", "toll_up", "toll_down", "contested", "confirmed", "retracted", "cumulative_milestone",
)  # fmt: skip
HARMS: tuple[Harm, ...] = ("killed", "injured", "missing", "abducted", "detained", "displaced")


def _hours(text: str) -> str:
    if not re.fullmatch(f"{Clock}-{Clock}", text) or text[:5] == text[6:]:
        raise ValueError('must be two different times of day, like "22:00-07:00"')
    return text


def _time(text: str) -> str:
    if not re.fullmatch(Clock, text):
        raise ValueError('must be a time of day, like "08:00"')
    return text


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is no time zone; write one like "Europe/Zurich" or "UTC"') from None
    return name


def _numbers(tag: str) -> str:
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        raise ValueError(f'the numbers of "{tag}" are not known; write a language like "en", "de" or "fr-CH"') from None
    return tag


class Rule(Table):
    """One `[[rules]]` table: a change of one of `kinds` that passes every filter goes to `channels`."""

    name: Name
    where: Annotated[Text, Field(max_length=2_000)] | None = None  # SQL over state_changes, bound by who has a database
    kinds: Annotated[Many[Kind], Field(min_length=1)] = KINDS
    harms: Annotated[Many[Harm], Field(min_length=1)] = HARMS
    countries: Many[Country] = ()  # none named: everywhere, also where the country is unknown
    victims: Many[Victims] = ()  # none named: all
    grades: Many[Grade] = ()  # none named: all
    min_count: Annotated[int, Field(ge=0, le=1_000_000_000)] = 1
    min_change: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0  # people
    min_change_percent: Annotated[float, Field(ge=0, le=100_000)] = 0.0
    severity: Literal["info", "notice", "urgent"] = "notice"
    channels: Annotated[Many[str], Field(min_length=1)]
    milestones: Many[Annotated[int, Field(gt=0, le=1_000_000_000)]] = ()  # people; none: 100, 1000, 5000, 10000 ...
    inhibit: bool = True
    group_by: Many[Literal["country", "incident", "kind", "harm"]] = ()
    wait_minutes: Minutes = 0.0
    interval_minutes: Minutes = 0.0
    rate_limit: Annotated[int, Field(ge=0, le=100_000)] = 1_000  # messages an hour and channel; 0: no limit
    quiet_hours: Annotated[str, AfterValidator(_hours)] | None = None
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    digest: Literal["daily", "weekly"] | None = None
    digest_at: Annotated[str, AfterValidator(_time)] = "08:00"
    digest_day: Day = "monday"
    numbers: Annotated[Language, AfterValidator(_numbers)] = "en"

    @model_validator(mode="after")
    def _goes_out_one_way(self) -> Rule:
        if self.digest and (self.wait_minutes or self.interval_minutes or self.group_by):
            raise ValueError("a digest gathers everything; remove wait_minutes, interval_minutes and group_by")
        return self
