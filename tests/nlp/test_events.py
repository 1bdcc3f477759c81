"""Laws of events: one sentence in, type, actors, place, day and certainty of its main event out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import config
from seeds.gazetteer import demonym_rows, place_rows
from tasks.errors import LexiconError
from tasks.nlp.dates.dates import Dates
from tasks.nlp.events.events import Events
from tasks.nlp.extractor import Extractor
from tasks.nlp.findings import Event, Findings
from tasks.nlp.places.gazetteer import Gazetteer
from tasks.nlp.places.places import Places
from tasks.nlp.source import SourceText

FOLDER = Path(config.__file__).parent / "lexicon"
LEXICON = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in ("dates", "places", "events")}
BLANK = spacy.blank("en")
PLOVER = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "COOPERATE",
        "AID",
        "RETREAT",
        "CONCEDE",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
        "HAZARD",
    ]
)
Read = Callable[[str], tuple[Event, ...]]


@pytest.fixture(scope="module")
def components() -> tuple[Dates, Places, Events]:
    places = Places(LEXICON)
    places.gazetteer = Gazetteer.from_rows(place_rows(), demonym_rows())
    return Dates(LEXICON), places, Events(LEXICON)


@pytest.fixture
def read(english: Language, components: tuple[Dates, Places, Events]) -> Read:
    def events(text: str) -> tuple[Event, ...]:
        doc = english(text)
        doc._.published_on = date(2012, 6, 14)
        for component in components:
            doc = component(doc)
        found: tuple[Event, ...] = doc._.events
        return found

    return events


@pytest.mark.parametrize(
    ("text", "sub_event"),
    [
        ("A car bomb exploded on Monday in Baghdad, killing nine people.", "Remote explosive/landmine/IED"),
        ("A roadside bomb hit an army patrol in Helmand.", "Remote explosive/landmine/IED"),
        ("Two villagers stepped on a landmine near Battambang.", "Remote explosive/landmine/IED"),
        ("Inspectors visited the site of a car bombing near the capital, Damascus.", "Remote explosive/landmine/IED"),
        ("A suicide bomber blew himself up outside a mosque in Kabul.", "Suicide bomb"),
        ("Israeli warplanes bombed targets in the Gaza Strip on Tuesday.", "Air/drone strike"),
        ("The drone strike killed a commander near Miran Shah.", "Air/drone strike"),
        ("Syrian troops shelled Douma with artillery.", "Shelling/artillery/missile attack"),
        ("Rebels fired rockets at the town of Qusayr.", "Shelling/artillery/missile attack"),
        ("Three grenades were thrown at a bar in Bujumbura.", "Grenade"),
        ("Government forces used chlorine in the town of Saraqib.", "Chemical weapon"),
        ("Clashes between rebels and soldiers broke out in Goma.", "Armed clash"),
        ("Fighting broke out in Donetsk on Sunday.", "Armed clash"),
        ("Gunmen attacked a police checkpoint near Mosul overnight.", "Armed clash"),
        ("Militants ambushed a convoy of soldiers near Jos.", "Armed clash"),
        ("Gunmen shot dead a teacher in Kirkuk.", "Attack"),
        ("Attackers stabbed two tourists in Cairo.", "Attack"),
        ("Militants killed six farmers in Borno state.", "Attack"),
        ("Militants abducted 30 schoolgirls in Borno state.", "Abduction/forced disappearance"),
        ("Soldiers raped several women in a village near Bukavu.", "Sexual violence"),
        ("Thousands of people protested in Khartoum on Friday.", "Peaceful protest"),
        ("Teachers held a rally in Tunis on Monday.", "Peaceful protest"),
        ("Demonstrators threw stones at police in Srinagar.", "Violent demonstration"),
        ("Police fired tear gas to disperse protesters in Tunis.", "Protest with intervention"),
        ("Soldiers opened fire on protesters in Yangon, killing three.", "Excessive force against protesters"),
        ("A mob lynched two men in Dimapur.", "Mob violence"),
        ("The army recaptured the town of Palmyra from rebels.", "Government regains territory"),
        ("Rebel fighters seized the village of Bariire.", "Non-state actor overtakes territory"),
        ("Police seized weapons and explosives in Hanoi.", "Disrupted weapons use"),
        ("Looters torched shops in Johannesburg.", "Looting/property destruction"),
        ("Police arrested five men in Lahore on Monday.", "Arrests"),
        ("The rebels and the government signed a ceasefire in Juba.", "Agreement"),
        ("The army has set up a new base near Manbij.", "Headquarters or base established"),
        ("The army deployed troops to Aden.", "Change to group/activity"),
        ("A truck bomb killed 20 people outside a police station in Kano on Tuesday.", "Remote explosive/landmine/IED"),
        ("The council said shells fell on Baba Amr.", "Shelling/artillery/missile attack"),
        ("Government troops clashed with M23 rebels near Goma, in North Kivu province, on 3 June.", "Armed clash"),
        ("At least 30 civilians were killed in an air raid on a market in Saada, Yemen.", "Air/drone strike"),
    ],
)
def test_the_first_event_has_this_acled_sub_event_type(read: Read, text: str, sub_event: str) -> None:
    assert [event.acled_sub_event_type for event in read(text)][:1] == [sub_event]


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("An earthquake struck central Italy on Wednesday.", "Earthquake"),
        ("Floods killed 40 people in Sindh province.", "Flood"),
        ("Typhoon winds and a storm tore roofs off in Leyte.", "Storm"),
        ("A landslide buried a village in Nepal.", "Mass movement (wet)"),
        ("A bus crash in Peru killed 12 people.", "Transport accident"),
        ("A cholera outbreak has killed 100 people in Yemen.", "Epidemic"),
        ("A wildfire destroyed homes near Athens.", "Wildfire"),
    ],
)
def test_disasters_and_accidents_have_a_hazard_class_and_no_actor(read: Read, text: str, hazard: str) -> None:
    event = read(text)[0]
    assert (event.plover_type, event.hazard_class, event.acled_event_type, event.actor) == (
        "HAZARD",
        hazard,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "plover_type", "actor", "recipient"),
    [
        ("France condemned Iran.", "ACCUSE", "France", "Iran"),
        ("The president accused the rebels of lying.", "ACCUSE", "president", "rebels"),
        ("Turkey will send aid to Somalia.", "AGREE", "Turkey", "Somalia"),
        ("Kenya agreed to reopen the border.", "AGREE", "Kenya", None),
        ("Russia vetoed the resolution.", "REJECT", "Russia", "resolution"),
        ("The rebels threatened the mayor.", "THREATEN", "rebels", "mayor"),
        ("The minister met the ambassador in Geneva.", "CONSULT", "minister", "ambassador"),
        ("The general urged the militia to leave.", "REQUEST", "general", "militia"),
        ("Japan donated vaccines to Laos.", "AID", "Japan", None),
        ("Britain expelled three diplomats.", "SANCTION", "Britain", "diplomats"),
        ("The court banned the newspaper.", "COERCE", "court", "newspaper"),
        ("Police arrested five men in Lahore on Monday.", "COERCE", "Police", "men"),
        ("Gunmen shot dead a teacher in Kirkuk.", "ASSAULT", "Gunmen", "teacher"),
        ("Six farmers were killed by militants in Borno state.", "ASSAULT", "militants", "farmers"),
        ("An attack by rebels on a village left ten homeless.", "ASSAULT", "rebels", None),
    ],
)
def test_who_did_it_to_whom(read: Read, text: str, plover_type: str, actor: str, recipient: str | None) -> None:
    event = next(event for event in read(text) if event.plover_type == plover_type)
    assert actor in (event.actor or "")
    assert recipient is None or recipient in (event.recipient or "")


@pytest.mark.parametrize(
    ("text", "plover_type", "factuality"),
    [
        ("Rebels attacked the village.", "ASSAULT", "asserted"),
        ("Workers saw soldiers firing on a crowd in Aleppo.", "ASSAULT", "asserted"),
        ("France condemned the attack in Nice.", "ASSAULT", "asserted"),
        ("Rebels reportedly attacked the village.", "ASSAULT", "hedged"),
        ("There were reported clashes in Homs.", "ASSAULT", "hedged"),
        ("Police denied that officers had attacked the village.", "ASSAULT", "denied"),
        ("Rebels did not attack the village.", "ASSAULT", "denied"),
        ("The rebels threatened to attack Goma.", "ASSAULT", "hypothetical"),
        ("Rebels could attack the village.", "ASSAULT", "hypothetical"),
        ("The president urged both sides to end the fighting in Donetsk.", "ASSAULT", "hypothetical"),
        ("Troops were sent to prevent attacks on civilians.", "ASSAULT", "hypothetical"),
        ("There was no attack on the convoy in Herat, police said.", "ASSAULT", "denied"),
        ("Officials feared an attack on the embassy in Kabul.", "ASSAULT", "hypothetical"),
        ("Washington urged Ankara to withdraw its troops from Afrin.", "RETREAT", "hypothetical"),
    ],
)
def test_how_sure_it_is(read: Read, text: str, plover_type: str, factuality: str) -> None:
    assert [event.factuality for event in read(text) if event.plover_type == plover_type][:1] == [factuality]


def test_a_call_to_end_violence_asserts_no_assault(read: Read) -> None:
    events = read("We urge all parties to end any form of violence and protect civilians.")
    assert [event for event in events if event.plover_type == "ASSAULT" and event.factuality == "asserted"] == []


@pytest.mark.parametrize(
    ("text", "places", "day"),
    [
        ("Unrest went on Thursday, with reported clashes in Homs and Rastan.", ["Homs", "Rastan"], "2012-06-14"),
        ("Fighting broke out in Aleppo, Homs and Idlib on Sunday.", ["Aleppo", "Homs", "Idlib"], "2012-06-10"),
        ("Observers saw the site of a car bombing Thursday near the capital, Damascus.", ["Damascus"], "2012-06-14"),
        ("Soldiers fired on a crowd late last month in Aleppo.", ["Aleppo"], "2012-05"),
        ("In Washington, the secretary condemned a bombing in Quetta on Tuesday.", ["Quetta"], "2012-06-12"),
        ("A blast shook Karachi. Nine people died in the explosion.", ["Karachi"], None),
    ],
)
def test_where_and_when_the_violence_was(read: Read, text: str, places: list[str], day: str | None) -> None:
    events = [event for event in read(text) if event.plover_type == "ASSAULT"]
    assert [event.place.text if event.place else None for event in events][: len(places)] == places
    assert events[0].date == day


def test_security_forces_firing_on_demonstrators(read: Read) -> None:
    event = read(
        "Workers witnessed Libyan security forces firing on peaceful demonstrators late last month in Benghazi."
    )[0]
    assert (event.plover_type, event.plover_mode, event.factuality, event.date) == (
        "ASSAULT",
        "firearms",
        "asserted",
        "2012-05",
    )
    assert (event.actor, event.recipient) == ("Libyan security forces", "peaceful demonstrators")
    assert event.place is not None
    assert event.place.country == "LBY"
    assert event.ucdp_violence_type == "one-sided violence"


def test_violence_comes_before_diplomacy(read: Read) -> None:
    events = read("Envoys met in Geneva on Monday. They discussed trade. A bomb killed two people in Quetta.")
    assert events[0].plover_type == "ASSAULT"
    assert {event.plover_type for event in events} >= {"ASSAULT", "CONSULT"}


@pytest.mark.parametrize(
    ("text", "hazards"),
    [
        ("A landslide buried houses on Monday. Doctors said five villagers had been killed.", ["Mass movement (wet)"]),
        ("Eight workers died when a fire broke out at a mill in Oruwa.", ["Miscellaneous accident"]),
        ("A landslide buried houses on Monday. Gunmen killed five villagers in a raid.", ["Mass movement (wet)", None]),
    ],
)
def test_the_dead_of_a_disaster_are_no_attack(read: Read, text: str, hazards: list[str | None]) -> None:
    told = sorted(read(text), key=lambda event: event.start)
    assert [event.hazard_class for event in told if event.plover_type in ("HAZARD", "ASSAULT")] == hazards


def test_a_harm_word_beside_a_bombing_is_the_same_event(read: Read) -> None:
    events = [event for event in read("A car bombing in Quetta wounded 14 people.") if event.plover_type == "ASSAULT"]
    assert [event.text for event in events] == ["car bombing"]


def test_every_type_of_the_table_is_one_of_the_manual() -> None:
    kinds = LEXICON["events"]["kinds"].values()
    assert {kind["type"] for kind in kinds} <= PLOVER
    assert {kind["sub_event"] for kind in kinds if "sub_event" in kind} <= set(LEXICON["events"]["derived"])


def test_the_manual_has_sixteen_types_and_ours_are_those_and_hazards() -> None:
    assert len(PLOVER - {"HAZARD"}) == 16
    assert {kind["type"] for kind in LEXICON["events"]["kinds"].values()} == PLOVER


def test_every_mode_is_one_of_its_types_in_the_manual() -> None:
    modes = LEXICON["events"]["modes"]
    given = [(k["type"], k["mode"]) for k in LEXICON["events"]["kinds"].values() if "mode" in k]
    given += [
        (type_, mode) for type_, rows in LEXICON["events"]["mode_words"].items() for mode in rows if mode != "default"
    ]
    assert [each for each in given if each[1] not in modes.get(each[0], ())] == []


def test_one_table_derives_event_type_and_violence_from_the_sub_event() -> None:
    table = LEXICON["events"]["derived"]
    assert {frozenset(row) for row in table.values()} == {frozenset({"event_type", "violence"})}
    assert {row["event_type"] for row in table.values()} == {
        "Battles",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Protests",
        "Riots",
        "Strategic developments",
    }
    assert len(table) == 25


def test_a_mode_of_another_type_is_refused_by_name() -> None:
    events = LEXICON["events"]
    odd = {**events, "mode_words": {**events["mode_words"], "CONSULT": {"hunger": ["lunch"]}}}
    with pytest.raises(LexiconError, match=r"mode_words\.CONSULT.*hunger is no mode of CONSULT"):
        Events({**LEXICON, "events": odd})


MODES = [
    ("The president visited Kenya.", "CONSULT", "visit"),
    ("Ministers spoke by phone.", "CONSULT", "phone"),
    ("Workers went on strike in Lagos.", "PROTEST", "strike"),
    ("Prisoners began a hunger strike.", "PROTEST", "hunger"),
    ("Students marched in Lagos.", "PROTEST", "demo"),
    ("Germany urged Iran to free the detainees.", "REQUEST", "yield"),
    ("Russia rejected talks.", "REJECT", "meet"),
    ("The army imposed a curfew in Lagos.", "COERCE", "curfew"),
    ("Turkey deported 20 people.", "COERCE", "deport"),
    ("Police arrested two men.", "COERCE", "arrest"),
    ("Prosecutors opened an investigation.", "ACCUSE", "investigate"),
    ("China accused India of trespassing.", "ACCUSE", "allege"),
    ("China condemned the visit.", "ACCUSE", "disapprove"),
    ("North Korea threatened to attack the South.", "THREATEN", "violence"),
    ("Russia expelled two diplomats.", "SANCTION", "expel"),
    ("The rebels released 12 hostages.", "RETREAT", "release"),
    ("Rebels surrendered to the army.", "RETREAT", "disarm"),
    ("The prime minister resigned.", "RETREAT", "resign"),
    ("Poland deployed 4,000 troops.", "MOBILIZE", "troops"),
    ("Gunmen kidnapped a priest.", "ASSAULT", "abduct"),
    ("Norway donated rice to Chad.", "AID", None),
]


@pytest.mark.parametrize(("text", "type_", "mode"), MODES)
def test_an_act_has_the_mode_of_the_manual(read: Read, text: str, type_: str, mode: str | None) -> None:
    assert (type_, mode) in {(event.plover_type, event.plover_mode) for event in read(text)}


HAZARDS = [
    ("An earthquake struck central Italy on Wednesday, killing 30 people.", "Earthquake"),
    ("A quake of magnitude 5.9 struck the valley on Monday, killing 40 people.", "Earthquake"),
    ("Floods hit Sylhet.", "Flood"),
    ("A landslide buried a village in Garut.", "Mass movement (wet)"),
    ("A cyclone hit Mozambique.", "Storm"),
    ("A heatwave killed 40 in Delhi.", "Extreme temperature"),
    ("Cholera killed 12 people in Goma.", "Epidemic"),
    ("A ferry sank off Zanzibar.", "Transport accident"),
    ("A gas explosion killed eight miners.", "Industrial accident"),
    ("A stampede killed seven pilgrims.", "Miscellaneous accident"),
]


@pytest.mark.parametrize(("text", "hazard"), HAZARDS)
def test_a_disaster_is_one_event_of_emdats_class_that_nobody_did(read: Read, text: str, hazard: str) -> None:
    events = read(text)
    assert [(event.plover_type, event.hazard_class, event.actor) for event in events] == [("HAZARD", hazard, None)]
    assert (events[0].acled_event_type, events[0].ucdp_violence_type) == (None, None)


@pytest.mark.parametrize(
    ("text", "violence"),
    [
        ("Soldiers clashed with rebels in Homs.", "state-based conflict"),
        ("Taliban fighters clashed with ISIS militants.", "non-state conflict"),
        ("Boko Haram militants shot dead nine villagers.", "one-sided violence"),
        ("Gunmen looted shops.", None),
        ("An earthquake struck Italy.", None),
    ],
)
def test_who_fights_whom_says_the_kind_of_organised_violence(read: Read, text: str, violence: str | None) -> None:
    assert read(text)[0].ucdp_violence_type == violence


def test_an_air_strike_called_after_a_nation_is_its_states(extractor: Extractor) -> None:
    (found,) = extractor.read([SourceText("An Israeli air strike killed three Hezbollah fighters in Lebanon.")])
    assert isinstance(found, Findings)
    assert [(event.actor, event.ucdp_violence_type) for event in found.events] == [("Israeli", "state-based conflict")]


DATELINES = [
    ("WASHINGTON (AP) - A bomb killed nine people, officials said.", None),
    ("LONDON (Agency) - A bomb killed nine people in Quetta.", "Quetta"),
    ("MOMBASA, June 12 (Agency) - Gunmen shot two guards on Monday.", "MOMBASA"),
]


@pytest.mark.parametrize(("text", "place"), DATELINES)
def test_a_dateline_acts_not_and_gives_a_place_only_where_it_is_no_capital(
    extractor: Extractor, text: str, place: str | None
) -> None:
    (found,) = extractor.read([SourceText(text)])
    assert isinstance(found, Findings)
    event = found.events[0]
    assert (event.place.text if event.place else None) == place
    assert event.actor in {None, "Gunmen"}


def test_those_whom_clashes_killed_are_no_party_to_them(read: Read) -> None:
    assert read("Clashes in Mosul killed five people.")[0].acled_sub_event_type == "Armed clash"


def test_an_event_without_a_perpetrator_is_kept(read: Read) -> None:
    (event,) = read("Three aid workers were killed in Juba on Sunday.")
    assert (event.plover_type, event.actor, event.recipient) == ("ASSAULT", None, "Three aid workers")
    assert event.place is not None


def test_the_place_of_a_meeting_is_not_that_of_the_sentence_before(read: Read) -> None:
    events = read("A bomb killed two people in Quetta. Envoys met on Monday.")
    (meeting,) = [event for event in events if event.plover_type == "CONSULT"]
    assert meeting.place is None


def test_a_kind_without_a_type_is_refused_by_name() -> None:
    lexicon = {"events": {**LEXICON["events"], "kinds": {"odd": {"verbs": ["zap"]}}}}
    with pytest.raises(LexiconError, match=r"kinds\.odd"):
        Events(lexicon)


WORDS = st.sampled_from(
    [
        "rebels",
        "killed",
        "a",
        "the",
        "attack",
        "in",
        "Homs",
        ",",
        "by",
        "not",
        "police",
        "bomb",
        "seized",
        "village",
        "fire",
        "on",
        ".",
        "'s",
        "cease",
        "-",
        "\n",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=100), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_gives_spans_of_the_text(components: tuple[Dates, Places, Events], text: str) -> None:
    doc = BLANK(text)
    for component in components:
        doc = component(doc)
    assert all(doc.text[event.start : event.end] == event.text for event in doc._.events)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_any_parse_gives_spans_of_the_text(
    english: Language, components: tuple[Dates, Places, Events], text: str
) -> None:
    doc = english(text)
    for component in components:
        doc = component(doc)
    assert all(doc.text[event.start : event.end] == event.text for event in doc._.events)
