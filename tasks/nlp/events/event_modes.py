"""The mode of an event (PLOVER manual): of its word, of its sentence, or the usual one of its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tasks.errors import LexiconError
from tasks.nlp.grammar.vocabulary import table, words

_OVERRULED = frozenset({"demo"})  # a demonstration that its word calls a strike or a blockade


class Modes:
    """[modes] and [mode_words] of events.toml."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        """Raises LexiconError where a mode is none of its type's."""
        self.allowed = {kind: words(lexicon, "events", f"modes.{kind}") for kind in table(lexicon, "events", "modes")}
        self._words: dict[str, dict[str, frozenset[str]]] = {}
        self._default: dict[str, str] = {}
        for kind, rows in table(lexicon, "events", "mode_words").items():
            named = {mode: frozenset(row) for mode, row in rows.items() if mode != "default"}
            usual = {rows["default"]} if "default" in rows else set()
            if odd := sorted((usual | set(named)) - self.allowed.get(kind, frozenset())):
                raise LexiconError("events", f"mode_words.{kind}", f"{', '.join(odd)} is no mode of {kind} in [modes]")
            self._words[kind] = named
            if usual:
                self._default[kind] = rows["default"]

    def of(self, kind: str, mode: str | None, phrase: str, sentence: str) -> str | None:
        """The mode of an event of type `kind` whose word gives `mode`; `phrase`, `sentence`: lower-case words."""
        if mode is not None and mode not in _OVERRULED:
            return mode
        for text in (phrase,) if mode is not None else (phrase, sentence):
            padded = f" {text} "
            for name, named in self._words.get(kind, {}).items():
                if any(f" {word} " in padded for word in named):
                    return name
        return mode or self._default.get(kind)
