"""What kind of event a claim belongs to, and whether two kinds can be one event seen twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.incidents.reports import Report

SAME, ALIKE, SAME_TYPE, OTHER_TYPE = 1.5, 0.5, 0.5, -1.0
_ALIKE: tuple[frozenset[str], ...] = (
    # what blew up is often known a day later (ACLED codebook 2023: explosions/remote violence)
    frozenset({"Suicide bomb", "Remote explosive/landmine/IED", "Grenade"}),
    frozenset({"Air/drone strike", "Shelling/artillery/missile attack"}),
    # a fire is an accident to one outlet and an industrial one to the next; rain brings floods and slides (EM-DAT)
    frozenset({"Miscellaneous accident", "Industrial accident"}),
    frozenset({"Flood", "Storm", "Mass movement (wet)"}),
    # "the attack" is any outlet's word for what others call by its weapon
    *(
        frozenset({"Attack", other})
        for other in ("Suicide bomb", "Remote explosive/landmine/IED", "Grenade", "Armed clash")
    ),
    # the same arrest in two outlets' words
    frozenset({"Arrests", "Disrupted weapons use"}),
)
_ANYTHING = frozenset({"Other"})


@dataclass(frozen=True, slots=True)
class Kinds:
    """The event types of an incident: ACLED sub-event or, for disasters, hazard class; PLOVER types beside them."""

    precise: frozenset[str]
    plover: frozenset[str]

    def __or__(self, other: Kinds) -> Kinds:
        return Kinds(self.precise | other.precise, self.plover | other.plover)


def kinds(reports: Iterable[Report]) -> Kinds:
    """The kinds that the claims of one text's incident are linked to; empty where no event was found.

    "12 people were killed" alone tells of no kind: it may have been an attack or a landslide.
    """
    listed = [report for report in reports if not report.bare_event]
    precise = {report.acled_sub_event_type or report.hazard_class for report in listed}
    return Kinds(
        frozenset(kind for kind in precise if kind and kind not in _ANYTHING),
        frozenset(report.plover_type for report in listed if report.plover_type),
    )


def compare(one: Kinds, other: Kinds) -> float | None:
    """The weight, or None where both kinds are known and cannot be one event."""
    if one.precise and other.precise:
        if one.precise & other.precise:
            return SAME
        return ALIKE if any(one.precise & alike and other.precise & alike for alike in _ALIKE) else None
    if one.plover and other.plover:
        return SAME_TYPE if one.plover & other.plover else OTHER_TYPE
    return 0.0
