"""Who is meant: full names, roles, surnames, pronouns, "the group"."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.errors import LexiconError
from tasks.nlp.names.name_words import Countries


def referent(read, text, word):
    """The referent of the last `word` in `text`."""
    doc = read(text)
    tokens = [t for t in doc if t.text == word]
    assert tokens, word
    return (doc._.referents or {}).get(tokens[-1].i)


ROLES = [
    ("Turkish Foreign Ministry spokeswoman Ayla Demir said talks went on.", "Demir", "Ayla Demir", "Turkish Foreign Ministry spokeswoman", "Turkish Foreign Ministry", "TUR"),
    ("Kenyan Defence Minister Joseph Otieno said the camp was safe.", "Otieno", "Joseph Otieno", "Kenyan Defence Minister", None, "KEN"),
    ("U.S. Secretary of Defense Martin Hale said the drill was over.", "Hale", "Martin Hale", "U.S. Secretary of Defense", None, "USA"),
    ("Mirela Popa, Oxfam's regional director, said the wells were dry.", "Popa", "Mirela Popa", "Oxfam's regional director", "Oxfam", None),
    ("Tomas Berg, a spokesman for the Interior Ministry, said two men were held.", "Berg", "Tomas Berg", "spokesman for the Interior Ministry", "Interior Ministry", None),
    ("The agency's director, Lena Fischer, said the report was false.", "Fischer", "Lena Fischer", "agency's director", "agency", None),
    ("Samuel Okoro, 42, a farmer, said he saw smoke.", "Okoro", "Samuel Okoro", "farmer", None, None),
    ("Rebel commander Idris Toure said the road was open.", "Toure", "Idris Toure", "Rebel commander", None, None),
    ("Peruvian President Alberto Quispe said the vote was fair.", "Quispe", "Alberto Quispe", "Peruvian President", None, "PER"),
    ("Sen. Harold Finch said the bill was dead.", "Finch", "Harold Finch", "Sen.", None, None),
    ("Police chief Anders Holm said the search went on.", "Holm", "Anders Holm", "Police chief", "Police", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "name", "role", "affiliation", "country"), ROLES)
def test_a_role_beside_a_name_gives_role_affiliation_and_country(read, text, word, name, role, affiliation, country):
    found = referent(read, text, word)
    assert (found.name, found.kind) == (name, "person")
    assert (found.role, found.affiliation, found.country) == (role, affiliation, country)


LINKS = [
    ("French Foreign Minister Paul Garnier spoke first. Garnier said the truce held.", "Garnier", "Paul Garnier"),
    ("Norwegian envoy Kari Lund landed on Monday. Ms. Lund met both sides.", "Lund", "Kari Lund"),
    ("Chinese Foreign Ministry spokesman Zhao Peng spoke on Monday. Zhao rejected the report.", "Zhao", "Zhao Peng"),
    ("Iranian President Hassan Karimi arrived on Sunday. He said the plan was good.", "He", "Hassan Karimi"),
    ("Spokeswoman Maria Silva opened the meeting. She said nobody was hurt.", "She", "Maria Silva"),
    ("Human Rights Watch published new figures. The group said the number had doubled.", "group", "Human Rights Watch"),
    ("The Aleppo Monitoring Observatory for Civilians counted the dead. The Observatory said nine had died.", "Observatory", "Aleppo Monitoring Observatory for Civilians"),
    ("The Ukrainian Interior Ministry sent a team. The ministry said two bridges were gone.", "ministry", "Ukrainian Interior Ministry"),
    ("The Relief Network for Syria (RNS) opened a camp. RNS said it was full.", "RNS", "Relief Network for Syria"),
    ("Doctors Without Borders runs the clinic. The organization says it is out of drugs.", "organization", "Doctors Without Borders"),
    ("Russian Foreign Minister Pavel Orlov said his country would not sign.", "country", "Russia"),
    ("Moscow rejected the draft.", "Moscow", "Russia"),
    ("The Aleppo Monitoring Observatory counted the dead. The Britain-based group said nine had died.", "group", "Aleppo Monitoring Observatory"),
    ("The U.N. refugee agency, UNHCR, opened a camp. The agency said it was full.", "agency", "UNHCR"),
    ("Oxfam, a charity, opened a camp. The charity said it was full.", "charity", "Oxfam"),
    ("The European Union met on Monday. The EU did not.", "Union", "European Union"),
    ("Oxfam opened a camp. “It is full,” its director, Rami Haddad, said. He left.", "He", "Rami Haddad"),
    ("Brazil says it will send doctors.", "it", "Brazil"),
    ("Jordan's ambassador to Egypt also rejected the charge on Monday. Nabil Haddadin said the border was shut.", "ambassador", "Nabil Haddadin"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "name"), LINKS)
def test_a_later_mention_has_the_full_name(read, text, word, name):
    assert referent(read, text, word).name == name


def test_a_role_that_waited_for_a_name_is_the_names_role(read):
    text = "Jordan's ambassador to Egypt also rejected the charge on Monday. Nabil Haddadin said the border was shut."
    found = referent(read, text, "Haddadin")
    assert (found.role, found.country) == ("Jordan's ambassador to Egypt", "JOR")


def test_two_people_of_one_surname_are_not_guessed(read):
    text = "Minister Omar Salim met the mayor, Huda Salim, on Monday. Salim said the talks were good."
    found = referent(read, text, "Salim")
    assert found is None or (found.name == "Salim" and found.role is None)


def test_a_speaker_without_a_name_keeps_the_noun_phrase(read):
    found = referent(read, "A hospital official said the ward was full.", "official")
    assert (found.name, found.role) == ("A hospital official", "hospital official")


def test_the_groups_director_belongs_to_the_group(read):
    text = "Doctors Without Borders runs the clinic. Paul Mercier, the charity's head of mission, said it was full."
    assert referent(read, text, "Mercier").affiliation == "Doctors Without Borders"


def test_the_group_is_no_council_ministry_or_army(read):
    text = "Amnesty International blamed the Security Council and the army. The group said both had failed."
    assert referent(read, text, "group").name == "Amnesty International"


def test_an_organisation_in_front_of_a_name_is_the_persons_own(read):
    assert (
        referent(read, "Amnesty International's Lena Fischer said so.", "Fischer").affiliation
        == "Amnesty International"
    )


def test_the_director_of_it_belongs_to_the_organisation(read):
    found = referent(read, "Oxfam opened a camp. “It is full,” its director, Rami Haddad, said.", "Haddad")
    assert (found.name, found.role, found.affiliation) == ("Rami Haddad", "director", "Oxfam")


def test_a_name_inside_a_later_sentence_does_not_take_a_role_that_waits(read):
    text = "The rebels' spokesman said the town had fallen. A resident who gave his name as Ali Ahmed fled."
    assert referent(read, text, "spokesman").name == "The rebels' spokesman"


def test_he_in_somebodys_words_says_nothing_of_the_speaker(read):
    text = (
        "President Omar Diallo spoke. Opposition leader Awa Keita left. “Nobody believes him,” Keita said. She smiled."
    )
    assert referent(read, text, "She").name == "Awa Keita"


def test_she_is_not_a_man(read):
    text = "Spokeswoman Anna Keller met Mr. John Doyle. John Doyle left. She said the talks had failed."
    assert referent(read, text, "She").name == "Anna Keller"


def test_a_demonym_alone_is_nobody(read):
    assert referent(read, "The Syrian crisis went on.", "Syrian") is None


def test_country_words_lead_to_alpha_3(lexicon):
    countries = Countries(lexicon)
    assert countries.first("South Korean and U.S. officials").alpha3 == "KOR"
    assert countries.first("Cote d'Ivoire").alpha3 == "CIV"
    assert len({c.alpha3 for c in countries.names.values()}) >= 193


def test_a_country_without_code_is_named_in_the_error(lexicon):
    broken = {**lexicon, "demonyms": {"countries": [{"name": "Nowhere"}]}}
    with pytest.raises(LexiconError, match=r"demonyms\.toml: countries"):
        Countries(broken)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=160))
def test_any_text_gives_referents_whose_spans_are_in_it(read, text):
    doc = read(text)
    for token, found in (doc._.referents or {}).items():
        assert 0 <= token < len(doc)
        assert 0 <= found.first_start <= found.first_end <= len(doc.text)
        assert found.name
