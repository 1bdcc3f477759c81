"""Every phrase of harms.toml that says a harm, in each form of the word of it that inflects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tasks.nlp.grammar.inflection import noun_forms, verb_forms
from tasks.nlp.grammar.lexicon import Lexicon

HARMS = ("killed", "injured", "missing", "abducted", "detained", "displaced")
_TOLLS = {"tolls": "killed", "injured_tolls": "injured", "missing_tolls": "missing", "detained_tolls": "detained",
          "displaced_tolls": "displaced"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HarmPhrase:
    """One phrase of the lexicon under the form of its first word."""

    words: tuple[str, ...]
    harm: str
    kind: str
    form: str
    before: frozenset[str] = frozenset()  # one of these stands before it in the sentence, where any are given
    behind: frozenset[str] = frozenset()  # one of these follows


def harm_entries(words: Lexicon) -> Iterator[HarmPhrase]:
    """Every phrase of harms.toml with every form of the word that inflects."""
    irregular = words.classes("harms", "irregular")
    for harm in HARMS:
        for kind, key in (
            ("verb", "verbs"),
            ("intransitive", "intransitive"),
            ("ergative", "ergative"),
            ("weak", "weak"),
        ):
            for phrase in words.phrases("harms", f"{harm}.{key}"):
                yield from _verb_entries(phrase, harm, kind, irregular)
        for kind, key in (("noun", "nouns"), ("holder", "holders"), ("deed", "weak_nouns")):
            for phrase in _tokens(words, f"{harm}.{key}"):
                for form, number in noun_forms(phrase[-1]).items():
                    yield HarmPhrase((*phrase[:-1], form), harm, kind, number)
        for phrase in _tokens(words, f"{harm}.adjectives"):
            yield HarmPhrase(phrase, harm, "adjective", "")
    for phrase in words.phrases("harms", "shared.losses"):
        yield from (replace(entry, kind="loss") for entry in _verb_entries(phrase, "killed", "verb", irregular))
    yield from _shared_entries(words)
    yield from _conditional_entries(words)


def _conditional_entries(words: Lexicon) -> Iterator[HarmPhrase]:
    """Verbs of harms.toml `conditions`, with the words that must stand before, behind or near them, and blows with
    the part hit.
    """
    irregular = words.classes("harms", "irregular")
    for name in words.tables["harms"]["conditions"]:
        table = words.classes("harms", f"conditions.{name}")
        before, behind, near = (frozenset(table.get(key, ())) for key in ("before", "behind", "near"))
        sides = ((near, behind), (before, near)) if near else ((before, behind),)
        for phrase in table["verbs"]:
            for entry in _verb_entries(
                tuple(phrase.split()), table["harm"][0], table.get("kind", ("verb",))[0], irregular
            ):
                yield from (replace(entry, before=left, behind=right) for left, right in sides)
    for verb in words.words("harms", "shared.struck"):
        for part in words.words("harms", "shared.body_parts"):
            yield from _verb_entries((verb, "in", "_", part), "injured", "weak", irregular)


def _tokens(words: Lexicon, key: str) -> Iterator[tuple[str, ...]]:
    """The phrases as the tokeniser cuts them: "round-up" is three words."""
    for phrase in words.phrases("harms", key):
        yield tuple(" ".join(phrase).replace("-", " - ").split())


def _shared_entries(words: Lexicon) -> Iterator[HarmPhrase]:
    for key, harm in _TOLLS.items():
        for phrase in words.phrases("harms", f"shared.{key}"):
            yield HarmPhrase(phrase, harm, "toll", "")
    for phrase in words.phrases("harms", "shared.casualties"):
        for form, number in noun_forms(phrase[-1]).items():
            yield HarmPhrase((form,), "killed", "casualty", number)


def _verb_entries(
    phrase: tuple[str, ...], harm: str, kind: str, irregular: dict[str, tuple[str, ...]]
) -> Iterator[HarmPhrase]:
    inflected = 1 if phrase[0] in ("fatally", "mortally", "severely") else 0
    for word, form in verb_forms(phrase[inflected], irregular).items():
        hyphened = word.replace("-", " - ").split()  # as the tokeniser cuts "pistol-whipped"
        words = (*phrase[:inflected], *hyphened, *phrase[inflected + 1 :])
        yield HarmPhrase(_agreeing(words, form), harm, kind, form)


def _agreeing(words: tuple[str, ...], form: str) -> tuple[str, ...]:
    """ "shoot and kill" inflects both verbs."""
    if len(words) == 3 and words[1] == "and":  # noqa: PLR2004  # verb, and, verb
        second = next((w for w, f in verb_forms(words[2], {}).items() if f == form), words[2])
        return (words[0], "and", second)
    return words
