"""From a kind of event word, its actors and weapons to the field's types: PLOVER, ACLED sub-event, UCDP violence type.

ACLED codebook: who fights whom decides between Armed clash, Attack and Mob violence; what was used decides among
Explosions/Remote violence; what happens around a protest decides among Protests and Riots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasks.nlp.events.event_modes import Modes
from tasks.nlp.events.event_words import Kind, parts
from tasks.nlp.grammar.vocabulary import table, words

_GENERAL = frozenset(
    {"attack", "harm", "shooting", "assassination", "torture", "execution", "beating", "stabbing", "clash"}
)
_REMOTE = ("chemical", "suicide", "air", "shelling", "grenade", "bomb")  # the first that is named decides
_DEMO = frozenset(
    [
        "protest",
        "protests",
        "protesters",
        "protesting",
        "demonstration",
        "demonstrations",
        "demonstrators",
        "rally",
        "march",
        "sit",
    ]
)
_PROTEST = ("violent", "same_violent", "dispersed", "same_dispersed", "lethal", "same_lethal")
_ARMED = frozenset({"shelling", "bombing", "grenade", "airstrike"})
_GROUPS = ("civilian", "state", "police", "armed", "protest", "mob", "positions")


@dataclass(frozen=True, slots=True)
class Scene:
    """What classification looks at, in lower case. `trigger`: the event's head word, `phrase`: all its words;
    `sentence`, `around`: the words of its sentence, and with the next sentences'."""

    kind: Kind
    trigger: str
    phrase: str
    actor: str
    recipient: str
    national: bool  # a country acts
    sentence: str
    around: str


@dataclass(frozen=True, slots=True)
class Types:
    """The derived types of one event."""

    mode: str | None
    sub_event: str | None
    acled: str | None
    ucdp: str | None
    weapon: str | None


class Classifier:
    """The tables of events.toml."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        weapons = table(lexicon, "events", "weapons")
        self.weapons = {
            name: frozenset(" ".join(parts(weapon)) for weapon in words(lexicon, "events", f"weapons.{name}"))
            for name in weapons
        }
        self.longest = max(len(weapon.split()) for group in self.weapons.values() for weapon in group)
        self.weapon_event: dict[str, list[str]] = dict(table(lexicon, "events", "weapon_event"))
        self.groups = {name: words(lexicon, "events", f"actors.{name}") for name in _GROUPS}
        self.protest = {name: words(lexicon, "events", f"protest.{name}") for name in _PROTEST}
        self.capture = {
            name: words(lexicon, "events", f"capture.{name}")
            for name in ("agreement", "explosion", "exchange", "lethal")
        }
        self.derived: dict[str, dict[str, str]] = dict(table(lexicon, "events", "derived"))
        self.ucdp: dict[str, str] = dict(table(lexicon, "events", "ucdp"))
        self.modes = Modes(lexicon)

    def types(self, scene: Scene) -> Types:
        """The types of one event."""
        weapon, weapon_kind = self.weapon(scene.sentence, scene.kind)
        mode, sub_event = self._refined(scene, weapon_kind)
        row = self.derived.get(sub_event or "", {})
        mode = self.modes.of(scene.kind.type, mode, scene.phrase, scene.sentence)
        return Types(mode, sub_event, row.get("event_type"), self._ucdp(scene, row.get("violence", "")), weapon)

    def _refined(self, scene: Scene, weapon_kind: str | None) -> tuple[str | None, str | None]:
        """Mode and sub-event of the kind, changed by what else the sentence names."""
        name = scene.kind.name
        if name in _GENERAL:
            return self._violence(scene, weapon_kind)
        if name in _ARMED:
            return self._armed(scene, weapon_kind)
        if scene.kind.type == "PROTEST" and name != "mob":
            return self._protest(scene)
        return scene.kind.mode, self._context_changes(scene)

    def _context_changes(self, scene: Scene) -> str | None:
        if scene.kind.name in {"overtake", "regain"}:
            return self._captured(scene)
        if scene.kind.name == "abduction" and _named(self.capture["lethal"], scene.sentence):
            return "Attack"  # ACLED codebook: an abduction that ends in a killing is an attack
        if scene.kind.type in {"AGREE", "COOPERATE"} and _named(self.capture["agreement"], scene.sentence):
            return "Agreement"
        return scene.kind.sub_event

    def _armed(self, scene: Scene, weapon_kind: str | None) -> tuple[str | None, str | None]:
        """A named weapon's event, unless the sentence names a more particular weapon."""
        if scene.kind.name == "bombing" and scene.trigger in self.capture["explosion"]:
            return self._explosion(scene, weapon_kind)
        if weapon_kind in _REMOTE[:2] or (weapon_kind == "air" and scene.kind.name == "bombing"):
            event, mode = self.weapon_event[weapon_kind or "air"]
            return mode, event
        return scene.kind.mode, scene.kind.sub_event

    def _explosion(self, scene: Scene, weapon_kind: str | None) -> tuple[str | None, str | None]:
        """An explosion is what the sentence says exploded; amid small-arms fire it is a part of a clash."""
        if _named(self.capture["exchange"], scene.sentence):
            return "firearms", "Armed clash"
        if weapon_kind in _REMOTE:
            event, mode = self.weapon_event[weapon_kind]
            return mode, event
        return scene.kind.mode, scene.kind.sub_event

    def _captured(self, scene: Scene) -> str | None:
        """Who takes a place decides: a government's forces regain, others overtake."""
        state = self._is(scene.actor, "state") or self._is(scene.actor, "police")
        armed = self._is(scene.actor, "armed")
        if state == armed:
            return scene.kind.sub_event
        return "Government regains territory" if state else "Non-state actor overtakes territory"

    def weapon(self, sentence: str, kind: Kind) -> tuple[str | None, str | None]:
        """The weapon that the sentence names and its group, the most particular group first."""
        if kind.type not in {"ASSAULT", "PROTEST"}:
            return None, None
        tokens = sentence.split()
        grams = {" ".join(tokens[i : i + n]) for n in range(1, self.longest + 1) for i in range(len(tokens) - n + 1)}
        for group in (*_REMOTE, "firearms", "primitive"):
            named = self.weapons[group] & grams
            if (
                group == "grenade"
                and grams & self.weapons["shelling"]
                and "grenade" in " ".join(grams & self.weapons["shelling"])
            ):
                continue
            if named:
                return max(named, key=lambda word: (len(word), word)), group
        return None, None

    def _is(self, phrase: str, group: str) -> bool:
        return not self.groups[group].isdisjoint(phrase.split())

    def _fighter(self, phrase: str) -> bool:
        return self._is(phrase, "state") or self._is(phrase, "armed") or self._is(phrase, "police")

    def _violence(self, scene: Scene, weapon_kind: str | None) -> tuple[str | None, str | None]:
        """Armed clash, Attack, Mob violence, or what the weapon says."""
        mode, sub_event = scene.kind.mode, scene.kind.sub_event
        if weapon_kind is not None:
            event, weapon_mode = self.weapon_event[weapon_kind]
            mode = mode or weapon_mode
            if event and scene.kind.name not in {"clash", "shooting"}:
                return weapon_mode, event
        if scene.kind.name == "clash":
            return mode, self._clash(scene)
        if self._is(scene.recipient, "protest") and (self._is(scene.actor, "state") or self._is(scene.actor, "police")):
            return mode, "Excessive force against protesters" if _named(_DEMO, scene.around) else sub_event
        if self._is(scene.actor, "mob") and not self._is(scene.actor, "armed"):
            return mode, "Mob violence" if not self._is(scene.actor, "state") else "Attack"
        if self._fought(scene):
            return mode, "Armed clash"
        return mode, sub_event

    def _clash(self, scene: Scene) -> str:
        # without an actor those who were hurt are no party: "clashes killed five people"
        both = f"{scene.actor} {scene.recipient}" if scene.actor else ""
        if self._is(both, "protest") and not self._is(both, "armed"):
            return "Violent demonstration"
        if self._is(both, "mob") and not self._is(both, "armed"):
            return "Mob violence"
        return "Armed clash"

    def _fought(self, scene: Scene) -> bool:
        """Whether those attacked carry arms themselves: soldiers, police, fighters and their positions."""
        recipient = self._fighter(scene.recipient) or self._is(scene.recipient, "positions")
        return recipient and not self._is(scene.recipient, "mob") and not (self._is(scene.recipient, "protest"))

    def _protest(self, scene: Scene) -> tuple[str, str]:
        told = {name: self._told(scene, name) for name in ("violent", "dispersed", "lethal")}
        forces = any(
            f" {word} " in f" {scene.around} "
            for word in ("police", "forces", "soldiers", "troops", "security", "army")
        )
        if told["lethal"] and forces:
            return "demo", "Excessive force against protesters"
        if scene.kind.name == "riot" or told["violent"]:
            return "riot", "Violent demonstration"
        return "demo", "Protest with intervention" if told["dispersed"] else "Peaceful protest"

    def _told(self, scene: Scene, name: str) -> bool:
        return _named(self.protest[name], scene.around) or _named(self.protest[f"same_{name}"], scene.sentence)

    def _ucdp(self, scene: Scene, violence: str) -> str | None:
        """UCDP GED codebook: state-based where a government is a side, non-state between groups, else one-sided."""
        if scene.kind.type != "ASSAULT" or not violence:
            return None
        both = f"{scene.actor} {scene.recipient}"
        state = scene.national or self._is(both, "state") or self._is(both, "police")
        armed = self._is(both, "armed")
        if violence == "two-sided" or self._fought(scene):
            return self.ucdp["state"] if state else self.ucdp["armed"] if armed else None
        if self._is(scene.recipient, "civilian") and not self._fighter(scene.recipient) and (state or armed):
            return self.ucdp["civilian"]
        return None


def _named(phrases: frozenset[str], text: str) -> bool:
    """Whether one of `phrases` stands in `text` as whole words."""
    padded = f" {text} "
    return any(f" {phrase} " in padded for phrase in phrases)
