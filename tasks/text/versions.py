"""Whether a text is a new version of its article; a change of navigation or typography makes none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_LONGER = 1.5  # how much longer the text of the other kind of source must be to take over


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """One version of an article as the warehouse has it. `kind` is that of its document: page or entry."""

    version_id: str
    version_number: int
    fingerprint: str  # of its exact text
    characters: int
    kind: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a text is to its article. `outcome`: new_version, same_text, other_source; `version_id`: the known text."""

    outcome: str
    version_id: str | None
    version_number: int
    becomes_current: bool


def judge(fingerprint: str, characters: int, kind: str, known: Sequence[KnownVersion]) -> Judgement:
    """What the text with this fingerprint is to the article whose versions are `known`.

    An article stays with the kind of source that it was first read from: a feed's full text and the page differ in
    small things and would take turns for ever. A much longer text of the other kind takes over. A page that goes back
    to an older text makes that one current again.
    """
    current = next((version for version in known if version.is_current), None)
    for version in known:
        if version.fingerprint == fingerprint:
            goes_back = current is not None and current.kind == kind and version != current
            return Judgement("same_text", version.version_id, version.version_number, goes_back)
    if current and current.kind != kind and characters < _LONGER * current.characters:
        return Judgement("other_source", None, current.version_number, False)
    number = max((version.version_number for version in known), default=0) + 1
    return Judgement("new_version", None, number, True)
