"""Where, when, who says so, which event: laws of the setting of a claim, each on a small world of one to four sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tasks.errors import LexiconError
from tasks.nlp.assertions.claimants import Claimants
from tasks.nlp.assertions.denials import Denials
from tasks.nlp.assertions.sources import SourceReader
from tasks.nlp.findings import Claim, PlaceMention
from tasks.nlp.grammar.lexicon import Lexicon
from tasks.nlp.grammar.nearness import Nearness, compared
from tasks.nlp.settings.settings_of_claims import Settings
from tasks.nlp.source import SourceText

PUBLISHED = date(2024, 3, 14)  # a Thursday


@pytest.fixture(scope="module")
def told(extractor):
    """The claims of a text published on Thursday 14 March 2024."""

    def read(text: str) -> tuple[Claim, ...]:
        return next(iter(extractor.read([SourceText(text, PUBLISHED, None)]))).claims

    return read


def places(claims: tuple[Claim, ...]) -> list[str | None]:
    return [claim.place.text if claim.place else None for claim in claims]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bomb killed six people in Aleppo on Monday.", "Aleppo"),
        ("Six people died when a wall fell near Linden Square in Aleppo.", "Linden Square"),
        ("A blast in the Tannery district of Lahore killed nine workers.", "Tannery district"),
        ("Gunmen killed three farmers in the village of Oruwa on Friday.", "Oruwa"),
        ("A lorry hit a bus on Highway 61, killing four passengers.", "Highway 61"),
        ("Four people were killed in Mosul, police in Baghdad said.", "Mosul"),
        ("Four people were killed in Mosul, a minister told reporters in London.", "Mosul"),
        ("A Berlin-based charity said four people were killed in Mosul.", "Mosul"),
        ("A blast killed four people in Kano. The wounded were taken to a hospital in Abuja.", "Kano"),
        ("The Lahore bombing killed nine people.", "Lahore"),
    ],
)
def test_the_place_is_where_the_harm_was_and_the_narrowest_name_of_it(told, text, place):
    """Neither claimants, nor hospitals, nor press conferences place an event (section 7)."""
    assert places(told(text))[0] == place


def test_a_spot_lies_where_the_town_behind_it_does(told):
    """A name that no gazetteer holds is resolved to the town that the text puts around it."""
    place = told("Six people died when a wall fell near Linden Square in Aleppo.")[0].place
    assert (place.name, place.country) == ("Aleppo", "SYR")
    assert place.lat is not None


def test_the_event_carries_its_place_and_day_to_a_number_without_any(told):
    """ "The blast also wounded ..." has the place and the day of the blast."""
    claims = told("A bomb killed six people in Aleppo on Monday. The blast also wounded 20.")
    assert places(claims) == ["Aleppo", "Aleppo"]
    assert {claim.date for claim in claims} == {"2024-03-11"}


def test_a_day_of_saying_is_no_day_of_the_event(told):
    """ "said on Thursday" dates the words only."""
    assert told("Six people were killed in Aleppo on Monday, police said on Thursday.")[0].date == "2024-03-11"
    assert told("Police said on Thursday that six people were killed in Aleppo.")[0].date is None


def test_a_counted_toll_is_dated_by_the_event(told):
    """ "rose to 16 on Wednesday" is the day of the count (section 7: the date of the event)."""
    text = "The death toll rose to 16 on Wednesday. The block collapsed in Cairo on Sunday."
    assert told(text)[0].date == "2024-03-10"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("A bomb killed four men in Homs. The blast also wounded nine.", [1, 1]),
        ("A bomb killed four men in Homs. In a separate attack in Aleppo, gunmen killed a trader.", [1, 2]),
        ("A bomb killed four men in Homs on Monday. Elsewhere, two men were killed in Aleppo on Tuesday.", [1, 2]),
        (
            "A bomb killed four men in Kano. In 2019, a fire killed 30 people in Lagos. The bomb also wounded six.",
            [1, 2, 1],
        ),
        ("A storm killed four people in Manila on Tuesday. Rescuers said six were injured.", [1, 1]),
        ("Gunmen kidnapped five men in Kano on Monday. Two of the hostages were killed on Wednesday.", [1, 1]),
        ("A quake killed nine people in Chios. The quake also injured 40.", [1, 1]),
    ],
)
def test_incident_numbers(told, text, numbers):
    """Anaphora keeps an event, another place or day opens one, and a return gets its number back (section 8)."""
    assert [claim.incident for claim in told(text)] == numbers


@pytest.mark.parametrize(
    ("text", "claimant", "kind"),
    [
        ("Nine miners were injured, said Dr Leila Haddad, who heads the clinic.", "Leila Haddad", None),
        ("The clinic's director, Leila Haddad, told reporters that nine miners were injured.", "Leila Haddad", None),
        ("According to the health ministry, nine miners died.", "health ministry", "medical"),
        ("The army visited the site. It said nine miners died.", "army", "military"),
        ("The latest toll, from regional governor Ihor Bondar, is seven dead.", "governor Ihor Bondar", "government"),
        ("The Nile hospital now gives the number of injured as 23.", "The Nile hospital", "medical"),
        ("Six aid workers were killed, their employer, Hope Abroad, said on Saturday.", "Hope Abroad", None),
        ("Two more crashes raised the toll to 15 dead.", None, None),
        ("Nine miners died on Monday.", None, None),
        ("The epidemic has claimed the lives of 600 people since January.", None, None),
    ],
)
def test_the_claimant_is_who_says_it(told, text, claimant, kind):
    """The grammatical source, a pronoun resolved to the source named last, null in the text's own voice (section 5)."""
    found = told(text)[0]
    assert (found.claimant is None) if claimant is None else (claimant in (found.claimant or ""))
    assert kind is None or found.claimant_kind == kind


def test_two_speakers_of_one_sentence_keep_their_own_numbers(told):
    """ "..., an aide said, but police put the toll at one": who stands behind a clause owns what stands before it."""
    first, second = told("Three people were killed, an opposition aide said, but police put the toll at one dead.")
    assert "aide" in (first.claimant or "")
    assert "police" in (second.claimant or "")


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("The army denied that nine farmers were killed.", "denied"),
        ("The mayor dismissed reports that nine farmers were killed.", "denied"),
        ("Rebels said nine soldiers were killed, a claim the army rejected.", "denied"),
        ("The bank dismissed a guard who killed nine customers.", "asserted"),
        ("The governor denied any role in the raid in which nine farmers were killed.", "asserted"),
        ("The governor rejected a truce after nine farmers were killed.", "asserted"),
        ("The charge, which was found in time, could have killed nine guests.", "hypothetical"),
        ("As many as nine guests may have been killed.", "hedged"),
    ],
)
def test_a_denial_denies_the_number_and_nothing_else(told, text, factuality):
    """Neither a blame nor a truce that somebody rejects makes the dead alive (section 6)."""
    assert told(text)[0].factuality == factuality


def test_the_day_of_a_find_is_not_that_of_the_event(told):
    """ "found on Wednesday in a barge that sank on Sunday": Sunday (section 7)."""
    claims = told("Divers found three bodies on Wednesday in a barge that sank off Beirut on Sunday.")
    assert claims[0].date == "2024-03-10"


def test_a_drill_shares_no_incident_with_what_was(told):
    """Plans and drills are events of their own (section 8)."""
    drill, real = told(
        "In the drill a mock crash killed 40 people in Perth. On Monday a real crash in Perth killed two men."
    )
    assert drill.factuality == "hypothetical"
    assert drill.incident != real.incident


def test_an_arrest_on_a_day_of_its_own_parts_nothing_behind_it(told):
    """The arrest is another incident, what the text tells next is the event's again (sections 8 and 9)."""
    claims = told(
        "A school collapsed in Onitsha on Friday, killing 23 pupils. The owner was arrested on Sunday. "
        "Doctors said 58 children were wounded."
    )
    assert [claim.incident for claim in claims] == [1, 2, 1]
    assert [claim.date for claim in claims] == ["2024-03-08", "2024-03-10", "2024-03-08"]


def test_a_dateline_head_opens_an_item_of_a_round_up(told):
    """Two paragraphs with a place at their head are two events, dated by the line over both."""
    claims = told(
        "Security developments in Iraq on Monday:\n\nBAQUBA - A bomb killed five people.\n\nMOSUL - Gunmen shot dead a judge."
    )
    assert places(claims) == ["BAQUBA", "MOSUL"]
    assert [claim.incident for claim in claims] == [1, 2]
    assert {claim.date for claim in claims} == {"2024-03-11"}


def test_a_named_thing_that_no_list_knows_is_a_place(told):
    """ "at the Oruva Polymers yard": capitals behind "at the" and a noun."""
    assert places(told("A leak at the Oruva Polymers yard in Lahore killed six workers."))[0] == "Oruva Polymers yard"


def test_an_arrest_in_another_town_leaves_the_event_its_own(told):
    """Of two close towns too (section 9: an arrest has its own incident where it has its own place)."""
    claims = told(
        "A bus fell off a bridge near Shimla on Monday, killing 14 passengers. The driver was arrested in Solan."
    )
    assert places(claims) == ["Shimla", "Solan"]


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("incidents", "ties.contrasts"),
        ("factuality", "blame"),
        ("incidents", "telling.finding"),
        ("incidents", "next_days"),
        ("places", "spots.beside"),
        ("places", "ties.officials"),
        ("report_verbs", "giving"),
        ("claimants", "phrase.passive"),
    ],
)
def test_a_missing_word_list_is_named(lexicon, file, key):
    """A lexicon without a list raises LexiconError with file and key."""
    *path, last = key.split(".")
    holder = lexicon[file]
    for part in path:
        holder = holder[part]
    del holder[last]
    with pytest.raises(LexiconError, match=rf"{file}\.toml: {key}"):
        components(lexicon)


def components(lexicon: dict[str, Any]) -> tuple[object, ...]:
    words = Lexicon(lexicon)
    return Settings(words), Denials(words), SourceReader(words), Claimants(None, "", lexicon)


def place(text: str, name: str = "", **known: object) -> PlaceMention:
    return PlaceMention(0, len(text), text, name or text, **known)  # type: ignore[arg-type]  # a short hand


@pytest.mark.parametrize(
    ("one", "other", "nearness"),
    [
        (place("Homs"), place("HOMS"), Nearness.SAME),
        (place("Homs", country="SYR"), place("Basra", country="IRQ"), Nearness.APART),
        (place("Oru"), place("Oru Airfield"), Nearness.AROUND),
        (place("Homs", lat=34.7, lon=36.7), place("Aleppo", lat=36.2, lon=37.2), Nearness.APART),
        (place("Linden Square", "Homs", place_id="1"), place("Homs", place_id="1"), Nearness.AROUND),
        (place("Linden Square"), place("Mill Road"), Nearness.UNKNOWN),
    ],
)
def test_two_places_can_be_one(one, other, nearness):
    """By name, by what holds what, by distance; unknown spots neither are nor are not one place."""
    assert compared(one, other) is nearness
    assert compared(other, one) is nearness
