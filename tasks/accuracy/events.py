"""Events: the ACLED sub-event type of a text's first one, and the PLOVER act of a named actor."""

from __future__ import annotations

from tasks.accuracy.records import Act, Event, Found, Judgement, Labelled, Mistake, Tally
from tasks.accuracy.spans import quoted

# CASE 2021's codes for ACLED's sub-event types (codebook of 2019); other labels of either kind are not compared.
SUB_EVENTS = {
    "ABDUCT_DISSAP": "Abduction/forced disappearance",
    "AGREEMENT": "Agreement",
    "AIR_STRIKE": "Air/drone strike",
    "ARMED_CLASH": "Armed clash",
    "ARREST": "Arrests",
    "ART_MISS_ATTACK": "Shelling/artillery/missile attack",
    "ATTACK": "Attack",
    "CHANGE_TO_GROUP_ACT": "Change to group/activity",
    "CHEM_WEAP": "Chemical weapon",
    "DISR_WEAP": "Disrupted weapons use",
    "FORCE_AGAINST_PROTEST": "Excessive force against protesters",
    "GOV_REGAINS_TERIT": "Government regains territory",
    "GRENADE": "Grenade",
    "HQ_ESTABLISHED": "Headquarters or base established",
    "MOB_VIOL": "Mob violence",
    "NON_STATE_ACTOR_OVERTAKES_TER": "Non-state actor overtakes territory",
    "NON_VIOL_TERRIT_TRANSFER": "Non-violent transfer of territory",
    "OTHER": "Other",
    "PEACE_PROTEST": "Peaceful protest",
    "PROPERTY_DISTRUCT": "Looting/property destruction",
    "PROTEST_WITH_INTER": "Protest with intervention",
    "REM_EXPLOS": "Remote explosive/landmine/IED",
    "SEX_VIOL": "Sexual violence",
    "SUIC_BOMB": "Suicide bomb",
    "VIOL_DEMONSTR": "Violent demonstration",
}
_NAMES = frozenset(SUB_EVENTS.values())
# The labels have no finer type for these two acts.
_PARTS = {"YIELD": frozenset({"CONCEDE", "RETREAT"})}


def sub_event_name(label: str | None) -> str | None:
    """ACLED's name of a labelled sub-event type, None for one that is not compared."""
    name = SUB_EVENTS.get(label or "", label)
    return name if name in _NAMES else None


def judge_sub_event(label: Labelled, found: Found) -> Judgement:
    """The sub-event type of one text's first event."""
    wanted = sub_event_name(label.sub_event)
    if wanted is None:
        return Judgement()
    got = found.events[0].sub_event if found.events else None
    tallies = (Tally("events.sub_event", got == wanted, 1), Tally("events.any", bool(found.events), 1))
    wrong = Mistake(f"sub-event: {wanted} -> {got}", label.id, wanted, str(got), quoted(label.text))
    return Judgement(tallies, () if got == wanted else (wrong,), typed=((wanted, got),))


def weighted_f1(pairs: tuple[tuple[str, str | None], ...]) -> float:
    """The F1 of each labelled type, weighted by how often it is labelled; in [0, 1]."""
    score = 0.0
    for kind in {wanted for wanted, _ in pairs}:
        labelled = sum(wanted == kind for wanted, _ in pairs)
        named = sum(got == kind for _, got in pairs)
        right = sum(wanted == got == kind for wanted, got in pairs)
        score += labelled * 2 * right / (labelled + named)
    return score / len(pairs) if pairs else 0.0


def judge_act(label: Labelled, found: Found) -> Judgement:
    """Whether the labelled actor is found, and with the labelled act."""
    if label.act is None:
        return Judgement()
    act = label.act
    mine = [event for event in found.events if _by(event, act)]
    right = any(event.type == act.type or event.type in _PARTS.get(act.type, ()) for event in mine)
    tallies = (Tally("acts.right", right, 1), Tally("acts.found", bool(mine), 1))
    got = "; ".join(f"{event.type} by {event.actor}" for event in found.events) or "nothing"
    kind = f"act: {act.type} -> {mine[0].type}" if mine else "act: no event by the actor"
    wrong = Mistake(kind, label.id, f"{act.type} by {act.actor}", got, quoted(label.text))
    return Judgement(tallies, () if right else (wrong,))


def _by(event: Event, act: Act) -> bool:
    """One of the two names holds the other."""
    found, wanted = (event.actor or "").lower(), act.actor.lower()
    return bool(found) and (found in wanted or wanted in found)
