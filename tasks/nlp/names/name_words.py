"""config/lexicon/{names,roles,demonyms}.toml, compiled for the finding and linking of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.errors import LexiconError
from tasks.nlp.grammar.vocabulary import forms_to_lemma, table, words


@dataclass(frozen=True, slots=True)
class Country:
    """A country as it is named: `alpha3` is ISO 3166-1."""

    name: str
    alpha3: str


class Countries:
    """Names, other names, demonyms and capitals -> Country. Keys are as printed; "the" is dropped."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.names: dict[str, Country] = {}
        self.demonyms: dict[str, Country] = {}
        self.capitals: dict[str, Country] = {}
        for row in table(lexicon, "demonyms", "countries"):
            self._add(row)
        self.longest = max((len(key.split()) for key in self.names | self.demonyms | self.capitals), default=1)

    def _add(self, row: Mapping[str, Any]) -> None:
        try:
            country = Country(row["name"], row["alpha3"])
            for key in (row["name"], *row["aliases"]):
                self.names[bare(key)] = country
            for key in row["demonyms"]:
                self.demonyms.setdefault(key, country)
            for key in row["capitals"]:
                self.capitals[key] = country
        except (KeyError, TypeError) as error:
            raise LexiconError(
                "demonyms", "countries", f"each needs name, alpha3, demonyms, capitals, aliases ({error})"
            ) from error

    def first(self, text: str) -> Country | None:
        """The country that the first country name, demonym or capital in `text` gives."""
        parts = text.replace("’s", " 's").replace("'s", " 's").replace("-", " ").replace(",", " ").split()
        for i in range(len(parts)):
            for size in range(min(self.longest, len(parts) - i), 0, -1):
                key = " ".join(parts[i : i + size])
                found = self.names.get(key) or self.demonyms.get(key) or self.capitals.get(key)
                if found is not None:
                    return found
        return None


class NameWords:
    """Word lists of names.toml and roles.toml. All lower case, except whole names as printed."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.countries = Countries(lexicon)
        heads = words(lexicon, "roles", "heads")
        self.roles = heads | {plural for head in heads for plural in _plurals(head)}
        self.singular_roles = heads
        self.abbreviations = frozenset(table(lexicon, "roles", "abbreviations"))
        self.honorifics = words(lexicon, "roles", "honorifics")
        self.male_titles, self.female_titles = words(lexicon, "roles", "male"), words(lexicon, "roles", "female")
        self.complements = sorted(
            (tuple(p.split()) for p in words(lexicon, "roles", "complements.phrases")), key=len, reverse=True
        )
        self.organisations = words(lexicon, "names", "organisations.words")
        self.known = {
            tuple(bare(name).replace("-", " - ").split()): bare(name)
            for name in words(lexicon, "names", "organisations.known")
        }
        self.known_sizes: dict[str, list[int]] = {}  # first word of a longer one -> how many words it has
        for name in sorted(self.known, key=len, reverse=True):
            if len(name) > 1:
                self.known_sizes.setdefault(name[0], []).append(len(name))
        self.common = words(lexicon, "names", "organisations.common")
        self._canonical = _canonical(lexicon)
        self.group, self.not_group = (
            words(lexicon, "names", "generic.group"),
            words(lexicon, "names", "generic.not_group"),
        )
        self.same_word = words(lexicon, "names", "generic.same_word")
        self.particles, self.suffixes = (
            words(lexicon, "names", "persons.particles"),
            words(lexicon, "names", "persons.suffixes"),
        )
        self.male, self.female = words(lexicon, "names", "persons.male"), words(lexicon, "names", "persons.female")
        self.not_names = words(lexicon, "names", "not_names.words")
        self.speaks = forms_to_lemma(
            words(lexicon, "statements", "say.verbs"), table(lexicon, "statements", "irregular")
        )

    def canonical(self, name: str) -> str:
        """The one name of what texts call differently: "SOHR" is the Syrian Observatory for Human Rights."""
        return self._canonical.get(name, name)

    def is_role(self, word: str) -> bool:
        """Whether `word` (lower case) says what a person is; a last part after a hyphen counts ("ex-president")."""
        return (
            word in self.roles
            or not self.abbreviations.isdisjoint((word, f"{word}."))
            or word.rsplit("-", 1)[-1] in self.singular_roles
        )

    def is_organisation(self, parts: Iterable[str]) -> bool:
        """Whether a capitalised name is an organisation's by its words."""
        listed = [part.lower() for part in parts]
        return any(part in self.organisations for part in listed)

    def gender(self, words_of_name: Iterable[str]) -> str | None:
        """male, female or None, by titles and given names."""
        for word in (each.lower() for each in words_of_name):
            if word in self.female_titles or word in self.female:
                return "female"
            if word in self.male_titles or word in self.male:
                return "male"
        return None


def _canonical(lexicon: Mapping[str, Any]) -> dict[str, str]:
    """Every alias of aliases.toml -> the name that Sitrep gives it."""
    kinds = (table(lexicon, "aliases", kind) for kind in ("organisations", "persons"))
    return {alias: name for kind in kinds for name, aliases in kind.items() for alias in aliases}


def bare(name: str) -> str:
    """`name` without a leading article."""
    return name[4:] if name.lower().startswith("the ") else name


def _plurals(head: str) -> tuple[str, ...]:
    if head.endswith("man"):
        return (head[:-3] + "men",)
    if head.endswith("y"):
        return (head[:-1] + "ies",)
    return (head + "es" if head.endswith(("s", "ch")) else head + "s",)
