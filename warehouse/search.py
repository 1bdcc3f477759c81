"""Full-text search by plain SQL: DuckDB's own extension would have to be downloaded, and an index kept up to date.

A query is words and "phrases", all of which must occur; a word is found in its English forms too (bombing, bombs), in
any case and with any accents. Ranked by BM25 (Robertson and Zaragoza, 2009), with words of the title counted thrice.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from warehouse import queries
from warehouse.errors import QueryRefused

_PARTS = re.compile(r'"([^"]*)"|(\S+)')
_WORDS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_EXCLUDED = re.compile(r"^-(?=\w)")
_ENDINGS = ("ings", "ing", "ers", "ies", "ied", "er", "ed", "es", "s", "e", "y")
_FORMS = "(?:e|es|ed|ing|ings|er|ers|s|y|ies|ied)?"
_SHORTEST = 5  # letters of a word that is taken apart: "used" and "news" are not
_STEM = 4  # letters that are left at least
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]"
)  # Thai, Lao, Burmese, Japanese, Chinese
_MOST_TERMS = 32


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase: `stem` occurs in every text that `pattern` (RE2, on folded text) matches."""

    stem: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Found:
    """The best articles and claims, the best first, as rows with a `score`."""

    terms: tuple[Term, ...]
    articles: list[dict[str, Any]]
    claims: list[dict[str, Any]]


def search(connection: duckdb.DuckDBPyConnection, query: str, since: datetime | None, limit: int) -> Found:
    """What the current texts and claims since a moment hold of `query`. Raises QueryRefused where it has no word."""
    wanted, unwanted = terms(query)
    parameters = {
        "stems": [term.stem for term in wanted],
        "patterns": [term.pattern for term in wanted],
        "unwanted": [term.pattern for term in unwanted],
        "since": since,
        "limit": limit,
    }
    return Found(
        wanted,
        queries.rows(connection, "search_articles", **parameters),
        queries.rows(connection, "search_claims", **parameters),
    )


def terms(query: str) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """What must occur in a text, and what must not (`-word`). Raises QueryRefused."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for phrase, word in _PARTS.findall(fold(query)):
        words = _WORDS.findall(phrase or word)
        if words:
            (unwanted if _EXCLUDED.match(word) else wanted).append(_phrase(words) if phrase else _run(words))
    if not wanted:
        raise QueryRefused(f'{query!r} has no word to look for; try: sitrep search "car bombing" --since 7d')
    if len(wanted) + len(unwanted) > _MOST_TERMS:
        raise QueryRefused(f"at most {_MOST_TERMS} words, please: these are {len(wanted) + len(unwanted)}")
    return tuple(dict.fromkeys(wanted)), tuple(unwanted)


def fold(text: str) -> str:
    """`text` in lower case and without accents, as the SQL folds what it looks into."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


def snippet(text: str, found: tuple[Term, ...], width: int = 160) -> str:
    """The part of `text` around the first place of a term, on one line."""
    folded = fold(text)
    places = [match.start() for term in found if (match := re.search(_python(term.pattern), folded))]
    start = max(min(places, default=0) - width // 3, 0)
    if start:
        start = text.find(" ", start) + 1
    cut = " ".join(text[start : start + width].split())
    return ("… " if start else "") + cut + (" …" if start + width < len(text) else "")


def _run(words: list[str]) -> Term:
    return _word(words[0]) if len(words) == 1 else _phrase(words)


def _word(word: str) -> Term:
    stem = _stem(word)
    if len(word) < _STEM or not word.isascii():
        return Term(word, _bounded(word, _escaped(word) + "s?"))
    doubled = f"{stem[-1]}?"  # stab, stabbing
    return Term(stem, _bounded(word, _escaped(stem) + doubled + _FORMS))


def _stem(word: str) -> str:
    if len(word) < _SHORTEST or not word.isascii() or word.endswith(("ss", "us", "is")):
        return word
    room = len(word) - _STEM
    fits = (ending for ending in _ENDINGS if word.endswith(ending) and len(ending) <= room + (ending in {"ies", "ied"}))
    ending = next(fits, "")
    stem = word.removesuffix(ending)
    if len(ending) > 1 and len(stem) > _STEM and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]  # stabbing -> stab
    return stem


def _phrase(words: list[str]) -> Term:
    return Term(max(words, key=len), _bounded(words[0], r"[^\pL\pN]+".join(_escaped(word) for word in words)))


def _bounded(word: str, pattern: str) -> str:
    return pattern if _UNSPACED.search(word) else rf"(?:^|[^\pL\pN])(?:{pattern})(?:$|[^\pL\pN])"


def _escaped(word: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", word)


def _python(pattern: str) -> str:
    return pattern.replace(r"[^\pL\pN]", r"[\W_]")
