"""JSON values checked where they are taken: what is wrong is said with the path of the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.accuracy.records import Span
from tasks.errors import RowError

_MOST = 1e15


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object and the path under which messages speak of it. Every method raises RowError."""

    table: Mapping[str, Any]
    path: str = ""

    def text(self, key: str) -> str:
        """A string that has to be there."""
        value = self.maybe_text(key)
        if value is None:
            raise self.wrong(key, "text")
        return value

    def maybe_text(self, key: str) -> str | None:
        """A string, None or nothing."""
        value = self.table.get(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(key, "text or null")
        return value

    def maybe_number(self, key: str) -> int | None:
        """A whole number, None or nothing."""
        value = self.table.get(key)
        if value is not None and not _is(value, int):
            raise self.wrong(key, "a whole number or null")
        return None if value is None else int(value)

    def maybe_share(self, key: str) -> float | None:
        """A number that can be reckoned with, None or nothing."""
        value = self.table.get(key)
        if value is not None and not _is(value, float):
            raise self.wrong(key, "a number or null")
        return None if value is None else float(value)

    def offset(self, key: str) -> int:
        """A character offset that has to be there."""
        value = self.maybe_number(key)
        if value is None or value < 0:
            raise self.wrong(key, "a character offset, 0 or more")
        return value

    def span(self, start: str, end: str) -> Span:
        """Two character offsets."""
        return self.offset(start), self.offset(end)

    def inner(self, key: str) -> Fields:
        """The object at `key`; an empty one where there is none."""
        value = self.table.get(key)
        if value is not None and not isinstance(value, Mapping):
            raise self.wrong(key, "an object")
        return Fields(value or {}, self._at(key))

    def items(self, key: str) -> Iterator[Any]:
        """The values of the list at `key`; none where there is no list."""
        value = self.table.get(key)
        if value is not None and not isinstance(value, list):
            raise self.wrong(key, "a list")
        yield from value or ()

    def each(self, key: str) -> Iterator[Fields]:
        """The objects of the list at `key`."""
        for number, item in enumerate(self.items(key)):
            if not isinstance(item, Mapping):
                raise self.wrong(f"{key}[{number}]", "an object")
            yield Fields(item, self._at(f"{key}[{number}]"))

    def name(self, key: str) -> str | None:
        """A name as a string, or as an object with text or name."""
        if isinstance(self.table.get(key), Mapping):
            place = self.inner(key)
            return place.maybe_text("text") or place.maybe_text("name")
        return self.maybe_text(key)

    def wrong(self, key: str, expected: str) -> RowError:
        """The error that says what has to stand at `key`."""
        given = self.table.get(key)
        state = "is missing" if given is None else f"is {str(given)[:40]!r}"
        return RowError(f"{self._at(key)} {state}; it must be {expected}")

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def numbers(value: object, at: str, *kinds: type) -> tuple[Any, ...]:
    """A list of as many values as `kinds`, each of its kind (float takes whole numbers too); RowError names `at`."""
    fits = isinstance(value, list) and len(value) == len(kinds) and all(map(_is, value, kinds))
    if not isinstance(value, list) or not fits:
        raise RowError(
            f"{at} is {str(value)[:40]!r}; it must be a list of {', '.join(kind.__name__ for kind in kinds)}"
        )
    return tuple(value)


def _is(value: object, kind: type) -> bool:
    """JSON as Python reads it has infinities and NaN, which no degree and no share is."""
    if isinstance(value, bool) or not isinstance(value, int | float if kind is float else kind):
        return False
    return not isinstance(value, int | float) or abs(value) < _MOST
