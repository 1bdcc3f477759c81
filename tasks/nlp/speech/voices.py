"""For whom somebody speaks: a minister for his country, a campaigner for his organisation, anybody else for himself."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.nlp.names.name_words import Countries
from tasks.nlp.names.names import Referent
from tasks.nlp.speech.stances import StanceWords


@dataclass(frozen=True, slots=True)
class Voice:
    """Who takes a side: as printed, by name, and the country (ISO 3166-1 alpha-3) where it is one's voice."""

    text: str
    name: str
    country: str | None


def speaks_for(referent: Referent | None, text: str, words: StanceWords, countries: Countries) -> Voice:
    """The voice of a referent; of a noun phrase without one the phrase itself."""
    if referent is None:
        return Voice(text, text, None)
    country = (
        next((c for c in countries.names.values() if c.alpha3 == referent.country), None) if referent.country else None
    )
    if country is not None and (referent.kind == "country" or _of_state(referent, words)):
        return Voice(text, country.name, country.alpha3)
    if referent.kind == "person" and referent.affiliation:
        return Voice(text, referent.affiliation, referent.country)
    return Voice(text, referent.name, referent.country)


def _of_state(referent: Referent, words: StanceWords) -> bool:
    """Whether an office of state speaks: by the role, or by the words of the organisation."""
    role = {part.lower() for part in (referent.role or "").replace("-", " ").split()}
    office = {part.lower() for part in (referent.affiliation or "").split()}
    if referent.kind == "organisation":
        office |= {part.lower() for part in referent.name.split()}
        return bool(office & words.offices)
    if "former" in role or "ex" in role or "opposition" in role:
        return False
    return bool(role & words.state_roles) or bool(office & words.offices)
