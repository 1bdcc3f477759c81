"""The words of a claimant's name, by which matching compares. Who is one source in a toll: toll_statements.sql."""

from __future__ import annotations

_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "of", "for", "and"})


def words(name: str) -> frozenset[str]:
    """The content words of a claimant's name, lower case: "the Syrian Observatory" -> {syrian, observatory}."""
    text = "".join(character if character.isalnum() else " " for character in name.casefold())
    return frozenset(word for word in text.split() if word not in _ARTICLES)
