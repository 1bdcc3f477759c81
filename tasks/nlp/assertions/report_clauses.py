"""How a verb of reporting stands in its sentence: at its end, behind a name between commas."""

from __future__ import annotations

from tasks.nlp.grammar.reading import Reading

_SOURCE_LENGTH = 16  # words between the comma and "said" in ", the Leeds-based Centre for ... said"
_POSSESSIVES = frozenset({"his", "her", "its", "their"})
_NAME = 8  # words of a name between commas


def is_trailing(reading: Reading, word: int, end: int) -> bool:
    """Whether the verb closes the sentence: ", police said on Friday." or ", said a witness."."""
    after = [
        reading.pos[i] for i in range(word + 1, min(end, word + 8)) if reading.lower[i] not in ("”", '"', "''", "’")
    ]
    commas = any(reading.lower[i] in (",", "”", '"', "’", "''") for i in range(max(0, word - _SOURCE_LENGTH), word))
    if not commas:
        return False
    rest = [reading.lower[i] for i in range(word + 1, end)]
    if not rest or all(each in (".", "!", "?", "”", '"', ",", "''") for each in rest):
        return True
    return (
        after[:1] in (["ADP"], ["PROPN"], ["NOUN"], ["DET"], ["PRON"], ["PUNCT"])
        and "VERB" not in after
        and (
            "AUX" not in after and len(rest) < 14  # noqa: PLR2004  # what fits behind "said" without a clause
        )
    )


def closes(reading: Reading, word: int, end: int) -> bool:
    """ ", the agency reports.": a verb at the end of a sentence, whatever the tagger takes it for."""
    if reading.lower[word] not in ("reports", "report") or reading.pos[word - 1 : word] not in (["PROPN"], ["NOUN"]):
        return False
    return word + 1 == end or reading.lower[word + 1] in (".", "!", "”", '"')


def with_name(reading: Reading, start: int, stop: int, cue: int) -> tuple[int, int]:
    """The characters of a speaker with the name between commas before the verb; of "their employer" only the name."""
    first = (reading.word_at(stop - 1) or 0) + 1
    if not 2 < cue - first <= _NAME or reading.lower[first] != "," or reading.lower[cue - 1] != ",":  # noqa: PLR2004
        return start, stop
    if not all(reading.texts[w][0].isupper() for w in range(first + 1, cue - 1)):
        return start, stop
    name = reading.span(first + 1, cue - 1)
    somebodys = reading.lower[reading.word_at(start) or 0] in _POSSESSIVES
    return name if somebodys else (start, name[1])
