"""Whom somebody speaks for: the organisation and the country in a role."""

from __future__ import annotations

import re

from tasks.nlp.names.coreference import Entity
from tasks.nlp.names.name_words import NameWords, bare

_POSSESSIVE = re.compile(r"^(?P<owner>.+?)(?:'s|’s|s'|s’)\s")
_FOR = re.compile(r"\b(?:for|of|at|with|from)\s+(?:the\s+)?(?P<owner>[^,]+)$")
_ABROAD = re.compile(r"\b(?:to|in)\s+(?:the\s+)?[A-Z].*$")


def affiliation(role: str, words: NameWords) -> str | None:
    """The organisation of a role ("Chinese Foreign Ministry" of "... spokesman"); None where none is told."""
    owner = _POSSESSIVE.match(role + " ")
    if owner is not None and words.countries.first(owner["owner"]) is None:
        return bare(owner["owner"])
    behind = _FOR.search(role)
    if behind is not None and _is_organisation(behind["owner"], words):
        return bare(behind["owner"])
    parts = role.split()
    field = next((i for i, part in enumerate(parts) if part in {"of", "for"}), len(parts))
    for i in range(min(len(parts) - 1, field), 0, -1):
        word = parts[i - 1]
        if (word,) in words.complements and parts[i].lower().startswith(("minister", "secretary")):
            continue  # "Defence Minister": the office's field, not its name
        if word.lower() in words.common or (
            word.lower() in words.organisations and (word[:1].isupper() or (i > 1 and word != "international"))
        ):
            start = _after_adjectives(parts, i)
            return bare(" ".join(parts[start:i]))
    known = [name for key, name in words.known.items() if f" {name} " in f" {role} " and len(key) < len(parts)]
    if known and words.countries.names.get(known[0]) is None:
        return max(known, key=len)
    capital = parts[0]
    return (
        capital
        if len(parts) > 1
        and capital.isupper()
        and len(capital) > 1
        and capital.isalpha()
        and capital not in words.countries.names
        else None
    )


def _after_adjectives(parts: list[str], end: int) -> int:
    """The organisation's name begins with its first capital; a small one is the single noun with what stands before."""
    for i in range(end):
        if parts[i][:1].isupper():
            return i
    return (
        max(0, end - 2)
        if end > 1 and not parts[end - 2].lower().startswith(("former", "senior", "top", "local"))
        else end - 1
    )


def _is_organisation(text: str, words: NameWords) -> bool:
    parts = [part.lower() for part in text.split()]
    if words.countries.names.get(bare(text)) is not None or tuple(text.split()) in words.complements:
        return False
    return (
        any(part in words.organisations or part in words.common for part in parts)
        or (text[:1].isupper() and text.split(maxsplit=1)[0].isupper())
        or text in words.known.values()
    )


def country_of(entity: Entity, words: NameWords) -> str | None:
    """ISO 3166-1 alpha-3 of a country, of an organisation's name, or of a role without the place it leads to."""
    if entity.kind == "country":
        found = words.countries.names.get(entity.name)
        return found.alpha3 if found else None
    for text in (
        *((entity.role,) if entity.role else ()),
        *(entity.roles),
        entity.name if entity.kind == "organisation" else "",
    ):
        found = words.countries.first(_ABROAD.sub("", text)) if text else None
        if found is not None:
            return found.alpha3
    return None
