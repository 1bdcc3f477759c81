"""Laws of entities: one id within and across texts, all names, and no rows out of nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.nlp.names.entities import entity_id
from tasks.nlp.source import SourceText

OBSERVATORY = (
    "The Syrian Observatory for Human Rights (SOHR) said four people were killed in Homs. Its director, Rami Haddad, told "
    "Reuters that shelling went on. Haddad said he had names. The Observatory gave none. A hospital official and SOHR "
    "said two more had died in Homs."
)


@pytest.fixture(scope="module")
def entities(extractor):
    def _entities(text, **values):
        (found,) = extractor.read([SourceText(text, **values)])
        return {each.entity_id: each for each in found.entities}

    return _entities


def test_each_person_organisation_and_place_of_a_text_is_one_entity(entities):
    found = entities(OBSERVATORY)
    assert {(e.kind, e.name) for e in found.values()} == {
        ("organisation", "Syrian Observatory for Human Rights"),
        ("person", "Rami Haddad"),
        ("organisation", "Reuters"),
        ("place", "Homs"),
    }


def test_an_organisation_has_its_acronym_and_its_short_name_as_aliases(entities):
    found = entities(OBSERVATORY)["organisation:syrian-observatory-for-human-rights"]
    assert found.aliases == ("SOHR", "Observatory")
    assert [m.text for m in found.mentions] == [
        "Syrian Observatory for Human Rights",
        "SOHR",
        "Observatory",
        "SOHR",
    ]


def test_a_person_has_role_and_affiliation_and_every_mention_of_the_surname(entities):
    found = entities(OBSERVATORY)["person:rami-haddad"]
    assert (found.role, found.affiliation) == ("director", "Syrian Observatory for Human Rights")
    assert [m.text for m in found.mentions] == ["Rami Haddad", "Haddad"]


def test_a_place_has_the_id_of_the_gazetteer_and_its_mentions(entities):
    (found,) = [e for e in entities(OBSERVATORY).values() if e.kind == "place"]
    assert found.entity_id == found.place_id
    assert found.place_id.startswith("geonames:")
    assert (found.country, len(found.mentions)) == ("SYR", 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SOHR said two men had died.", "The Syrian Observatory for Human Rights said two men had died."),
        ("The UN sent a team.", "The United Nations sent a team."),
        ("HRW published a report.", "Human Rights Watch published a report."),
        ("Sergey Lavrov left on Monday.", "Sergei Lavrov left on Monday."),
        ("Joseph R. Otieno left on Monday.", "Joseph Otieno left on Monday."),
    ],
)
def test_texts_that_name_one_differently_have_one_id(entities, one, other):
    assert set(entities(one)) == set(entities(other)) != set()


def test_two_people_of_one_surname_are_two_and_the_bare_surname_is_neither(entities):
    found = entities("Minister Omar Salim met the mayor, Huda Salim, on Monday. Salim said the talks were good.")
    assert len(found["person:omar-salim"].mentions) == 1
    assert len(found["person:huda-salim"].mentions) == 1


def test_somebody_without_a_name_is_no_entity(entities):
    assert entities("A hospital official said the ward was full. He left.") == {}


def test_an_ambiguous_place_is_an_entity_with_candidates_and_no_coordinates(entities):
    (found,) = entities("A woman was found in Springfield.").values()
    assert (found.entity_id, found.place_id, found.country) == ("place:springfield", None, None)
    assert len(found.candidates) > 1


@pytest.mark.parametrize(
    ("kind", "name", "identity"),
    [
        ("organisation", "Médecins Sans Frontières", "organisation:medecins-sans-frontieres"),
        ("organisation", "Kurdistan Workers’ Party", "organisation:kurdistan-workers-party"),
        ("person", "Bashar al-Assad", "person:bashar-al-assad"),
        ("person", "John F. Kennedy", "person:john-kennedy"),
    ],
)
def test_an_id_is_kind_and_name_in_plain_letters(kind, name, identity):
    assert entity_id(kind, name) == identity


@given(st.text(min_size=1, max_size=40), st.sampled_from(["person", "organisation", "place"]))
def test_any_name_has_an_id_that_is_plain_and_stable(name, kind):
    identity = entity_id(kind, name)
    assert identity == entity_id(kind, name)
    assert identity.isascii()
    assert len(identity) > len(kind) + 1


PIECES = [
    "The ",
    "SOHR",
    "Syrian Observatory",
    " for Human Rights",
    " (",
    ")",
    "Lavrov",
    " said ",
    "in Homs",
    ". ",
    "\n",
]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_gives_entities_whose_spans_are_its_words(extractor, text):
    (found,) = extractor.read([SourceText(text)])
    for entity in found.entities:
        assert entity.mentions
        assert all(text[m.start : m.end] == m.text for m in entity.mentions)
        assert [m.start for m in entity.mentions] == sorted({m.start for m in entity.mentions})
    assert len({e.entity_id for e in found.entities}) == len(found.entities)
