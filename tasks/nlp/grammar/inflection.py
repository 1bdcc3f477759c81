"""English inflection by rule, generous on purpose: a form that no text uses costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_VOWELS = frozenset("aeiou")


def verb_forms(lemma: str, irregular: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Forms of a verb -> base, s, ed or ing. Irregular pasts stand in for the regular ones."""
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    ing = lemma[:-2] + "y" if lemma.endswith("ie") else stem
    if lemma.endswith("ee"):
        ing = lemma  # flee, fleeing
    forms = {lemma: "base", lemma + "s": "s", lemma + "es": "s", ing + "ing": "ing"}
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        forms[lemma[:-1] + "ies"] = "s"
        forms[lemma[:-1] + "ied"] = "ed"
    if _doubles(lemma):
        forms[lemma + lemma[-1] + "ing"] = "ing"
        forms[lemma + lemma[-1] + "ed"] = "ed"
    forms[stem + "ed"] = "ed"
    for form in irregular.get(lemma, ()):
        forms[form] = "ing" if form.endswith("ing") else "ed"
    return forms


def all_forms(verbs: Iterable[str], irregular: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Every form of every one of `verbs`, to look words up in."""
    return frozenset(form for verb in verbs for form in verb_forms(verb, irregular))


def noun_forms(lemma: str) -> dict[str, str]:
    """Forms of a noun phrase's last word -> singular or plural."""
    forms = {lemma: "singular", lemma + "s": "plural"}
    if lemma.endswith("y"):
        forms[lemma[:-1] + "ies"] = "plural"
    if lemma.endswith(("s", "x", "ch", "sh")):
        forms[lemma + "es"] = "plural"
    if lemma.endswith("man"):
        forms[lemma[:-3] + "men"] = "plural"
    return forms


def _doubles(lemma: str) -> bool:
    """Whether the last consonant may double: kidnap, nab, stab, shell."""
    return len(lemma) > len("ab") and lemma[-1] not in _VOWELS | {"w", "x", "y"} and lemma[-2] in _VOWELS
