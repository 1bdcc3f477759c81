"""Incident, subset or cumulative (casualty-claims.md, section 4)."""

from __future__ import annotations

import pytest

SCOPES = [
    ("a span of years", "Some 400 people were killed in attacks between March 2017 and June 2019.", "cumulative"),
    ("a year alone", "Rebels killed 1,900 people in the region in 2021 alone.", "cumulative"),
    ("a rate", "Smoke kills up to 9,000 people a year.", "cumulative"),
    ("last year, no event named", "Last year 118 workers were killed in the country.", "cumulative"),
    ("a war kills", "The civil war killed more than 30,000 people.", "cumulative"),
    ("two separate attacks", "At least 12 people were killed in two separate attacks.", "cumulative"),
    ("a year ago is a date", "A bomb killed nine people a year ago.", "incident"),
    ("one bombing of last year", "Twelve people were killed in a bombing last year.", "incident"),
    ("the deadliest this year compares", "Four people died in the deadliest attack this year.", "incident"),
    ("missing since a day", "Two boys have been missing since Friday.", "incident"),
    ("one more beside the first", "A second man was wounded.", "incident"),
    ("the son, not the second victim", "His second son was killed.", "incident"),
    ("one of seven", "A seventh child died on Friday.", "subset"),
    ("who raises a toll is in it", "Divers found two more bodies, taking the death toll to 16.", "subset"),
    ("parts that add up", "Six men were killed. Four men died at the scene and two men died in hospital.", "subset"),
    ("some of the counted", "Thirty men were hurt. Of the injured, eight were in serious condition.", "subset"),
    ("some of the dead", "Nine men were killed. Four of the dead had been beheaded.", "subset"),
    ("the wounded who die come on top", "Nine men were killed. Two of the injured died.", "incident"),
]


@pytest.mark.parametrize(("text", "scope"), [case[1:] for case in SCOPES], ids=[case[0] for case in SCOPES])
def test_scope(text: str, scope: str, read_claims) -> None:
    """The scope of the last number of the sentence, of the first where a toll follows it."""
    claims = read_claims(text)
    told = claims[0] if "toll" in text else claims[-1]
    assert told.scope == scope


# Each text with the scopes of its claims in order: i incident, s subset, c cumulative.
TEXTS = [
    ("shootings over a weekend", "cc", "Nine people were killed and 30 hurt in shootings across the city over the weekend."),
    ("one shooting over a weekend", "i", "A gunman killed six people in a shooting over the weekend."),
    ("murders in a month", "c", "Police recorded 14 murders in May."),
    ("a month alone", "c", "More than 300 pupils were abducted in December alone."),
    ("a span of days in two months", "c", "Some 70 people were killed between 1 May and 30 June."),
    ("fighting in a month", "c", "The fighting killed 70 villagers in March."),
    ("a war that ended", "c", "The war, which began in 1991, killed 50,000 people."),
    ("veterans of a war", "i", "War veterans killed two farmers."),
    ("a disease that has killed", "c", "Cholera has killed 90 people in the camps."),
    ("a disease on a day", "i", "Nineteen patients died of cholera on Sunday."),
    ("a campaign that has killed", "c", "The crackdown has left more than 500 people dead."),
    ("a weekend that has killed", "cc", "A violent weekend has left 14 people dead and dozens injured."),
    ("years of war", "c", "Some 70,000 people were killed in three decades of conflict."),
    ("since opens the sentence", "cc", "Since May, at least 299 people, most of them farmers and traders, have been killed and 900 wounded."),
    ("since of another clause", "i", "The death toll rose to 20 as rescuers reached towns cut off since Friday."),
    ("arrests since a coup", "c", "More than 5,000 people have been detained since the coup."),
    ("cases and deaths", "c", "There have been 54 cases and 25 deaths in the district."),
    ("a year in no town", "c", "In 2019, 1,300 people drowned on the way to Europe."),
    ("a year at one pit", "i", "In 2006, 11 miners were killed at the same pit."),
    ("a war of thirty years", "c", "More than 300 officers were killed during the 30-year conflict."),
    ("numbers of wounded before attacks", "ii", "Two people were killed and 30 wounded in attacks on a convoy."),
    ("a year's toll raised", "ic", "Two soldiers were killed, raising the army's death toll since January to 45."),
    ("bodies raise the toll", "is", "The death toll rose to 37 as rescuers found the bodies of ten villagers."),
    ("deaths raise the toll", "si", "Two more bodies were recovered, bringing total deaths to 16."),
    ("of those injured", "is", "The crash injured 40 people. Of those injured, nine are in a critical condition."),
    ("discharged", "is", "The blast wounded 20 people. Fourteen of the wounded have been discharged."),
    ("still in hospital", "is", "Twenty people were hurt. Eleven were still in hospital on Monday."),
    ("the other two", "iss", "A lorry killed five people. Three died at the scene and the other two died in hospital."),
    ("the second of two", "ii", "The first bomber hurt a clerk and the second bomber was killed."),
    ("among the dead of a raid", "is", "The raid killed 30 rebels. Two commanders were among the rebels killed."),
    ("bare members", "iss", "A bus overturned, killing 15 people. Nine were miners, and six were children."),
    ("members of the six", "is", "Six people died in the crash. Five of the six were members of one family."),
    ("members by nationality", "is", "At least 57 people died. Twelve of them were Kenyans."),
    ("of those, members", "is", "Police say 312 people were hurt. Of those, 44 were children."),
    ("who remain in custody", "is", "Police arrested 12 people. Three suspects remain in custody."),
    ("where they sat", "i", "Eleven people died. Four were in the front of the bus."),
    ("among them the mayor", "iss", "Five people died, among them the mayor and two clerks."),
    ("a breakdown behind a colon", "iss", "Three people were killed: a man and two women."),
    ("a report goes on", "ccss", "The office recorded 90 deaths and 140 injuries in March. Landmines killed 20 people and wounded 35."),
    ("a report's other people", "cc", "Soldiers killed 73 rebels in a week of operations. Seven soldiers died."),
    ("an event behind a report", "ci", "The office recorded 90 deaths in March. On Monday a bomb killed nine people."),
    ("rivals are no parts", "ii", "Police said six men were killed. Doctors said four men were killed."),
    ("one of many", "is", "A bomb killed 12 people. The owner of the bakery was killed at the door."),
    ("of another side", "ii", "A bomb killed 12 soldiers. A shepherd was killed in his hut."),
    ("also killed", "ii", "A bomb killed 12 people. A shepherd was also killed."),
    ("beside a single", "iii", "Gunmen killed three boys and a teacher. The teacher was killed first."),
    ("one of its own", "ii", "Thirty people were hurt. The agency said one of its drivers was hurt."),
    ("a house of the dead", "is", "Ten people were killed. The hospital had received seven bodies."),
    ("two bombings, told one by one", "cii", "Two bombings killed 48 people. The first killed 30 and the second killed 18."),
    ("a village in a flood", "iss", "Floods killed 77 people. A woman and two boys drowned in their house."),
]  # fmt: skip


@pytest.mark.parametrize(("scopes", "text"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_scopes_of_a_text(scopes: str, text: str, read_claims) -> None:
    """All claims of a few sentences: what holds what, and what runs over a time."""
    assert "".join(claim.scope[0] for claim in read_claims(text)) == scopes
