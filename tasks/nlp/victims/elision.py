"""The class of numbers that leave their noun out: "9 sailors were killed and 21 wounded", "five of the dead"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tasks.nlp.grammar.reading import Reading
from tasks.nlp.victims.grouping import VictimGroup

_PART_REACH = 12  # sentences from "14 miners were killed" to "three of the dead"
_PARTS = ("-part", "of-casualties", "-named")  # rules for numbers of "the dead", "the wounded"
_ANY = ""
_OPEN = ("unknown", "civilian", "woman")  # of them, a role or an age of the whole holds for the part


def with_elided_class(reading: Reading, groups: Sequence[VictimGroup]) -> list[VictimGroup]:
    """The groups in order of the text; a number without a noun has the class of the one that it continues."""
    found: list[VictimGroup] = []
    whole: list[VictimGroup] = []  # the numbers of the last harm word that says of whom
    of_harm: dict[str, VictimGroup] = {}  # the last number of each harm that says of whom
    for group in groups:
        if group.rule.endswith("of-them"):
            told = _of_them(reading, group, found)
        elif group.rule.endswith(_PARTS):
            told = _of_body(reading, group, of_harm.get(group.harm) or of_harm.get(_ANY))
        else:
            told = _continued(reading, group, whole)
        found.append(replace(group, victim_class=told))
        if group.kind == "single" and not whole and reading.lower[group.first] in ("a", "an"):
            whole = [group]  # "a soldier was killed and four were hurt"
        # "including three children and 30 others" are not 30 children, "26 people and the bomber" no bombers
        if group.kind == "count" and not group.inside:
            whole = [*whole, group] if whole and whole[-1].cue is group.cue else [group]
            if group.victim_class != "unknown":
                of_harm[group.harm] = of_harm[_ANY] = group
    return found


def _of_them(reading: Reading, group: VictimGroup, before: Sequence[VictimGroup]) -> str:
    """ "five children, three of them from one family", "three suspects, one of them a clerk"."""
    last = before[-1] if before else None
    near = last is not None and last.kind == "count" and reading.sentence[last.first] == reading.sentence[group.first]
    if last is None or not near or group.victim_class not in _OPEN:
        return group.victim_class
    closed = last.victim_class not in _OPEN
    return last.victim_class if closed or group.victim_class == "unknown" else group.victim_class


def _of_body(reading: Reading, group: VictimGroup, whole: VictimGroup | None) -> str:
    """ "five of the dead": the class of the dead told last with a noun."""
    near = whole is not None and reading.sentence[group.first] - reading.sentence[whole.first] <= _PART_REACH
    if whole is None or not near or group.kind != "count" or group.victim_class not in _OPEN:
        return group.victim_class
    closed = whole.victim_class not in _OPEN
    return whole.victim_class if closed or group.victim_class == "unknown" else group.victim_class


def _continued(reading: Reading, group: VictimGroup, whole: Sequence[VictimGroup]) -> str:
    """ "and 21 wounded", "another was hurt": the class of all that the sentence counted before, where it is one."""
    near = bool(whole) and reading.sentence[group.first] == reading.sentence[whole[-1].first]
    bare = not group.victims or group.rule.endswith("graded") or group.inside
    several = group.kind == "count" or reading.lower[group.head] == "another"
    if near and whole[0].kind == "single" and group.additive and group.kind == "count":
        several = False  # "a serviceman died and five others were wounded"
    if near and bare and several and group.victim_class == "unknown" and group.cue.kind != "toll":
        classes = {each.victim_class for each in whole}
        return classes.pop() if len(classes) == 1 else group.victim_class
    return group.victim_class
