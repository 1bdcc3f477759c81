"""The language of a text, by py3langid, with a guard: a short or doubtful text takes the word of page or feed."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED = "und"  # BCP 47 for "not known"
_SHORT = 60  # letters below which the model guesses
_SURE = 0.8  # probability
_ENOUGH = 4000  # characters read; more change nothing


def language_of(text: str, *hints: str | None) -> str:
    """The BCP 47 primary language of `text`; `hints` (the page's lang, the feed's) decide where the model cannot."""
    hinted = next(
        (hint.strip().replace("_", "-").split("-")[0].lower() for hint in hints if hint and hint.strip()), None
    )
    letters = sum(character.isalpha() for character in text)
    if letters < _SHORT:
        return hinted or UNDETERMINED
    language, probability = _identifier().classify(text[:_ENOUGH])
    return str(language) if probability >= _SURE else hinted or UNDETERMINED


@cache
def _identifier() -> LanguageIdentifier:
    """Loading takes a good part of a second, so it happens once a process and on first use."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
