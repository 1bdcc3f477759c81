"""The sections of settings.toml. Every key has a default, a range, and its meaning and unit in settings.toml."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from config.tables import Language, Line, Many, Table, Text

Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Data(Table):
    """[data]: where everything lies and how long to wait for another writer."""

    folder: Text = "data"
    lock_wait_seconds: Annotated[float, Field(ge=0, le=3_600)] = 10.0


class Nlp(Table):
    """[nlp]: the parsing pipeline and what it is fed."""

    pipeline: Text = "shipped"
    gate: bool = True
    batch_size: Annotated[int, Field(ge=1, le=10_000)] = 32
    languages: Annotated[Many[Language], Field(min_length=1)] = ("en",)


class Fetch(Table):
    """[fetch]: how feeds and pages are asked for, and what is too much."""

    user_agent: Text = "sitrep"
    contact: Line = ""
    timeout_seconds: Seconds = 30.0
    connect_timeout_seconds: Seconds = 10.0
    first_byte_timeout_seconds: Seconds = 20.0
    max_header_bytes: Annotated[int, Field(ge=1_024, le=100_000)] = 65_536
    max_body_bytes: Annotated[int, Field(ge=1_024, le=1_073_741_824)] = 10_000_000
    max_redirects: Annotated[int, Field(ge=0, le=50)] = 5
    max_entries_per_feed: Annotated[int, Field(ge=1, le=100_000)] = 2_000
    connections: Annotated[int, Field(ge=1, le=200)] = 10
    connections_per_host: Annotated[int, Field(ge=1, le=2)] = 2
    host_gap_seconds: Annotated[float, Field(ge=0, le=60)] = 0.25
    obey_robots: bool = True
    min_interval_minutes: Annotated[int, Field(ge=0, le=10_080)] = 0
    max_interval_minutes: Annotated[int, Field(ge=0, le=10_080)] = 60
    allow_private_addresses: bool = False
    recheck_hours: Many[Annotated[int, Field(ge=1, le=8_760)]] = (1, 6, 24)
    keep_raw_days: Annotated[int, Field(ge=0, le=36_500)] = 0

    @field_validator("user_agent", "contact")
    @classmethod
    def _fits_a_header(cls, text: str) -> str:
        if not text.isascii():
            raise ValueError("goes into the User-Agent header, write it in ASCII (RFC 9110 section 5.5)")
        return text

    @field_validator("recheck_hours")
    @classmethod
    def _ascends(cls, hours: tuple[int, ...]) -> tuple[int, ...]:
        if list(hours) != sorted(set(hours)):
            raise ValueError("each number must be larger than the one before, like [1, 6, 24]")
        return hours


class Alerts(Table):
    """[alerts]: how hard delivery tries. Rules and channels are in alerts.toml."""

    max_attempts: Annotated[int, Field(ge=1, le=100)] = 20
    retry_seconds: Annotated[float, Field(ge=0, le=86_400)] = 60.0
    delivery_timeout_seconds: Seconds = 10.0


class Maintain(Table):
    """[maintain]: what is kept how long, class by class. Texts, claims, tolls and alerts are kept for ever."""

    keep_request_days: Annotated[int, Field(ge=0, le=36_500)] = 365
    keep_quarantined_bytes_days: Annotated[int, Field(ge=0, le=36_500)] = 365
    keep_snapshots: Annotated[int, Field(ge=0, le=1_000)] = 2
    keep_backups: Annotated[int, Field(ge=1, le=1_000)] = 5


class Log(Table):
    """[log]: how the log is written."""

    format: Literal["console", "json"] = "console"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Page(Table):
    """[page]: the situation page that each run publishes."""

    enabled: bool = True
    since_days: Annotated[float, Field(gt=0, le=3_660)] = 7.0
    address: Line = ""

    @field_validator("address")
    @classmethod
    def _is_web(cls, address: str) -> str:
        if address and not address.startswith(("http://", "https://")):
            raise ValueError("write the whole address, such as https://example.org/sitrep/, or leave it empty")
        return address and address.rstrip("/") + "/"


class Run(Table):
    """[run]: how often the monitor flow runs where Sitrep keeps the schedule itself."""

    interval_minutes: Annotated[int, Field(ge=1, le=10_080)] = 15


class Serve(Table):
    """[serve]: where `sitrep serve` shows Prefect's API and UI."""

    host: Text = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 4200
    stop_seconds: Annotated[float, Field(ge=0, le=3_600)] = 60.0


class Scale(Table):
    """[scale]: reading texts on more than one machine."""

    dask: Line = ""
    batch_articles: Annotated[int, Field(ge=1, le=10_000)] = 100

    @field_validator("dask")
    @classmethod
    def _is_a_scheduler(cls, address: str) -> str:
        if address and not re.fullmatch(r"(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}/?", address):
            raise ValueError('must be the address of a Dask scheduler, like "tcp://10.0.0.5:8786", or "" for none')
        return address


class Sections(Table):
    """settings.toml."""

    data: Data = Data()
    nlp: Nlp = Nlp()
    fetch: Fetch = Fetch()
    alerts: Alerts = Alerts()
    maintain: Maintain = Maintain()
    log: Log = Log()
    page: Page = Page()
    run: Run = Run()
    serve: Serve = Serve()
    scale: Scale = Scale()
