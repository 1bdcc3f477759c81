"""What the sample article of 14 June 2012 must yield, row by row of the table that the project was started with."""

from __future__ import annotations

from datetime import date

import pytest

from seeds.sample import article_text
from tasks.nlp.source import SourceText

TEXT = article_text()


@pytest.fixture(scope="module")
def found(extractor):
    source = SourceText(TEXT, date(2012, 6, 14), "China Says It Opposes Sanctions on Syria")
    return next(iter(extractor.read([source])))


def test_it_has_three_claims_and_no_other(found):
    assert [(c.harm, c.text) for c in found.claims] == [
        ("killed", "at least four"),
        ("injured", "14"),
        ("killed", "more than 10,000"),
    ]


def test_the_observatory_says_that_at_least_four_civilians_were_killed(found):
    claim = found.claims[0]
    assert (claim.qualifier, claim.low, claim.high) == ("at_least", 4, None)
    assert (claim.victim_class, claim.scope, claim.factuality) == ("civilian", "incident", "asserted")
    assert "Syrian Observatory for Human Rights" in claim.claimant
    assert (claim.claimant_kind, claim.date) == ("monitor", "2012-06-14")


def test_state_media_say_that_a_car_bombing_near_damascus_wounded_14(found):
    claim = found.claims[1]
    assert (claim.qualifier, claim.low, claim.high) == ("exact", 14, 14)
    assert (claim.victim_class, claim.scope, claim.factuality, claim.date) == (
        "unknown",
        "incident",
        "asserted",
        "2012-06-14",
    )
    assert (claim.claimant, claim.claimant_kind) == ("state media", "state_media")
    assert claim.place.name == "Damascus"
    assert (claim.place.lat, claim.place.lon) == (pytest.approx(33.5, abs=0.1), pytest.approx(36.3, abs=0.1))
    assert claim.place.country == "SYR"


def test_the_bombing_is_its_own_incident_and_says_nothing_of_killed(found):
    four, fourteen, _ = found.claims
    assert fourteen.incident is not None
    assert four.incident is not None
    assert fourteen.incident != four.incident
    assert [c.harm for c in found.claims if c.incident == fourteen.incident] == ["injured"]


def test_the_bombing_is_an_assault_with_explosives(found):
    event = found.events[found.claims[1].event]
    assert (event.plover_type, event.plover_mode) == ("ASSAULT", "explosives")
    assert event.acled_sub_event_type == "Remote explosive/landmine/IED"


def test_more_than_10000_since_february_2011_is_cumulative_by_amnesty(found):
    claim = found.claims[2]
    assert (claim.qualifier, claim.low, claim.high) == ("more_than", 10_000, None)
    assert (claim.scope, claim.period_start, claim.incident) == ("cumulative", "2011-02", None)
    assert claim.claimant.lower() == "the group"
    assert claim.claimant_name == "Amnesty International"
    assert claim.place.name == "Syria"


def test_the_cumulative_number_enters_no_toll(found):
    assert all((toll.best or 0) < 10_000 for toll in found.tolls.values())


def test_security_forces_fired_on_demonstrators_in_aleppo_in_may(found):
    events = [e for e in found.events if e.actor == "Syrian security forces"]
    assert [(e.plover_type, e.plover_mode) for e in events] == [("ASSAULT", "firearms")]
    assert [(e.recipient, e.place.name, e.date) for e in events] == [("peaceful demonstrators", "Aleppo", "2012-05")]


def test_clashes_were_reported_in_homs_and_rastan(found):
    clashes = [e for e in found.events if e.acled_sub_event_type == "Armed clash"]
    assert {e.acled_event_type for e in clashes} == {"Battles"}
    names = {e.place.text for e in clashes}
    assert names == {"Homs", "Rastan"}


@pytest.mark.parametrize(
    ("speaker", "role", "affiliation"),
    [
        ("Liu Weimin", "Chinese Foreign Ministry spokesman", "Chinese Foreign Ministry"),
        ("Sergei Lavrov", "Russian Foreign Minister", None),
        ("Riyad Haddad", "Syria's ambassador to Russia", None),
        ("Hillary Clinton", "U.S. Secretary of State", None),
        ("Donatella Rovera", "Amnesty International's senior crisis advisor", "Amnesty International"),
    ],
)
def test_every_speaker_has_a_statement_with_role_and_affiliation(found, speaker, role, affiliation):
    statements = [s for s in found.statements if s.speaker_name == speaker]
    assert statements
    assert role in {s.role for s in statements}
    if affiliation:
        assert affiliation in {s.affiliation for s in statements}


@pytest.mark.parametrize(
    ("speaker", "first", "last"),
    [
        ("Liu Weimin", "Under the current circumstances", "as soon as possible."),
        ("Donatella Rovera", "We are now facing a situation", "that we're seeing today."),
    ],
)
def test_long_quotations_are_direct_and_complete(found, speaker, first, last):
    quotes = [
        s for s in found.statements if s.speaker_name == speaker and s.form == "direct" and s.text.startswith(first)
    ]
    assert len(quotes) == 1
    assert quotes[0].text.rstrip("'”").endswith(last)


@pytest.mark.parametrize(
    ("actor", "stance", "word"),
    [("China", "oppose", "sanctions"), ("Russia", "oppose", "sanctions"), ("China", "support", "mediation")],
)
def test_positions_of_the_powers(found, actor, stance, word):
    positions = [p for p in found.positions if p.actor_name == actor and p.stance == stance]
    assert any(word in p.topic for p in positions)


@pytest.mark.parametrize(
    ("actor", "stance", "topic"),
    [
        ("China", "oppose", "sanctions"),
        ("Russia", "oppose", "sanctions on Syria"),
        ("Russia", "support", "arms sales to Syria"),
        ("China", "support", "Annan mediation efforts"),
    ],
)
def test_topics_say_what_a_power_is_for_or_against(found, actor, stance, topic):
    assert (actor, stance, topic) in {(p.actor_name, p.stance, p.topic) for p in found.positions}


@pytest.mark.parametrize(
    ("identity", "name", "country"),
    [
        ("organisation:syrian-observatory-for-human-rights", "Syrian Observatory for Human Rights", "SYR"),
        ("organisation:amnesty-international", "Amnesty International", None),
        ("person:sergei-lavrov", "Sergei Lavrov", "RUS"),
        ("person:liu-weimin", "Liu Weimin", "CHN"),
        ("person:donatella-rovera", "Donatella Rovera", None),
        ("geonames:169577", "Homs", "SYR"),
    ],
)
def test_its_people_organisations_and_places_are_entities(found, identity, name, country):
    entity = next(e for e in found.entities if e.entity_id == identity)
    assert (entity.name, entity.country) == (name, country)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [("late last month", "2012-05", "month"), ("February 2011", "2011-02", "month")],
)
def test_its_dates_have_values_and_precision(found, text, value, precision):
    assert (text, value, precision) in {(d.text, d.value, d.precision) for d in found.dates}


def test_the_observatory_is_no_place_and_damascus_is_near(found):
    assert "Syrian" not in {p.text for p in found.places}
    assert "near" in {p.precision for p in found.places if p.text == "Damascus"}


def test_every_span_is_the_text(found):
    for rows in (found.claims, found.statements, found.positions, found.events, found.places, found.dates):
        for row in rows:
            assert TEXT[row.start : row.end] == row.text
