"""How far a request may go and how often a page is looked at again. Read from the settings, handed to the verbs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds of one request and one run. `contact` is an address or URL that tells server owners whom to ask."""

    user_agent: str = "sitrep"
    contact: str = ""
    timeout_seconds: float = 30.0  # for all of one request: redirects, headers and the last byte
    connect_timeout_seconds: float = 10.0
    first_byte_timeout_seconds: float = 20.0  # of silence, before the first byte and between any two
    max_body_bytes: int = 10_000_000  # after decompression
    max_header_bytes: int = 65_536
    max_redirects: int = 5
    max_entries_per_feed: int = 2_000
    connections: int = 10
    connections_per_host: int = 2
    host_gap_seconds: float = 0.25  # between the starts of two requests to one host
    obey_robots: bool = True
    min_interval_minutes: int = 0  # between two polls of one feed
    max_interval_minutes: int = 60
    allow_private_addresses: bool = False  # for the demo and for tests on loopback
    recheck_hours: tuple[int, ...] = (1, 6, 24)  # after the first fetch of a page
    keep_raw_days: int = 0  # 0: for ever
