"""How a verb of reporting stands in its sentence: at its end, behind a name between commas."""

from __future__ import annotations

from tasks.nlp.findings import Statement
from tasks.nlp.grammar.reading import Reading

_SOURCE_LENGTH = 16  # words between the comma and "said" in ", the Leeds-based Centre for ... said"
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_POSSESSIVE_MARK = len("'s ")  # of "Tuesday's report", whose day is no part of the speaker
_SAID_OF = frozenset({"said", "reported", "believed", "thought"})
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


def is_behind_dash(reading: Reading, subject: int, verb: int) -> bool:
    """ "BOSTON (AP) — A clerk said": one dash without a second parts a city from the verb that the parse gives it."""
    dashes = sum(reading.lower[word] in _DASHES and is_spaced(reading, word) for word in range(subject + 1, verb))
    return dashes % 2 == 1


def is_spaced(reading: Reading, word: int) -> bool:
    """Whether a space stands before a dash: no "Leeds-based"."""
    before, here = reading.tokens[word - 1], reading.tokens[word]
    return before.idx + len(before) < here.idx


def is_hearsay(reading: Reading, word: int) -> bool:
    """ "the car said to have hit two": of the car, not by it; "the army claims to have killed two" is its own word."""
    said = reading.lower[word] in _SAID_OF
    return (
        said
        and reading.lower[word + 1 : word + 2] == ["to"]
        and reading.lower[word + 2 : word + 3] in (["have"], ["be"])
    )


def is_its_source(reading: Reading, statement: Statement, cue: int) -> bool:
    """Whether a speaker is the source of the verb at `cue`: no city before a dash, nobody "said to have" done it."""
    speaker = reading.word_at((statement.speaker_end or 0) - 1)
    if speaker is None or speaker > cue:
        return True
    return not is_behind_dash(reading, speaker, cue) and not is_hearsay(reading, cue)


def speaker_span(reading: Reading, statement: Statement, cue: int | None) -> tuple[int, int]:
    """The characters of the speaker of a statement, with a name set off by commas, without what belongs elsewhere."""
    start, stop = statement.speaker_start or 0, statement.speaker_end or 0
    start += _POSSESSIVE_MARK * reading.source.startswith(("'s ", "’s "), start)
    if cue is None:
        return start, stop
    if cue < (reading.word_at(start) or 0):
        stop = _without_subject(reading, start, stop)
    return _with_name(reading, start, stop, cue)


def _without_subject(reading: Reading, start: int, stop: int) -> int:
    """Where a speaker ends behind "according to": not with the Miller of "court papers, Miller, 38, shot two"."""
    first, last = reading.word_at(start), reading.word_at(stop - 1)
    if first is None or last is None or "," not in reading.lower[first : last + 1]:
        return stop
    comma = first + reading.lower[first : last + 1].index(",")
    behind, lower = last + 1, reading.lower
    aged = lower[behind : behind + 1] == [","] and "".join(lower[behind + 1 : behind + 2]).isdigit()
    told = aged and lower[behind + 2 : behind + 3] == [","]
    verb = reading.pos[behind : behind + 1] in (["VERB"], ["AUX"])
    return reading.span(first, comma)[1] if comma > first and (told or verb) else stop


def _with_name(reading: Reading, start: int, stop: int, cue: int) -> tuple[int, int]:
    """The characters of a speaker with the name between commas before the verb; of "their employer" only the name."""
    first = (reading.word_at(stop - 1) or 0) + 1
    if not 2 < cue - first <= _NAME or reading.lower[first] != "," or reading.lower[cue - 1] != ",":  # noqa: PLR2004
        return start, stop
    if not all(reading.texts[w][0].isupper() for w in range(first + 1, cue - 1)):
        return start, stop
    name = reading.span(first + 1, cue - 1)
    somebodys = reading.lower[reading.word_at(start) or 0] in _POSSESSIVES
    return name if somebodys else (start, name[1])
