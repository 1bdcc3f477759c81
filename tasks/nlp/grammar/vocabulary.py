"""Words of config/lexicon as the components need them: sets, phrases and every inflected form of a verb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tasks.errors import LexiconError
from tasks.nlp.grammar.inflection import verb_forms


def table(lexicon: Mapping[str, Any], file: str, key: str) -> Any:  # noqa: ANN401  # TOML holds anything; the caller checks
    """The value of dotted `key` in config/lexicon/`file`.toml; LexiconError where it is missing."""
    value: Any = lexicon.get(file)
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            raise LexiconError(file, key, "is missing; restore it from the file that Sitrep ships")
        value = value[part]
    return value


def words(lexicon: Mapping[str, Any], file: str, key: str) -> frozenset[str]:
    """The list under `key` as a set; LexiconError where it is no list of strings."""
    value = table(lexicon, file, key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise LexiconError(file, key, "must be a list of strings")
    return frozenset(value)


def forms_to_lemma(verbs: Iterable[str], irregular: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every inflected form of `verbs` (lower case) -> the verb. Lemmatisers err on rare verbs; these tables do not."""
    return {form: verb for verb in verbs for form in verb_forms(verb, irregular)}
