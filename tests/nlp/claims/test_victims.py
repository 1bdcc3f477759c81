"""Laws of who suffers: every harm in every construction, classes and their precedence, and what is no victim."""

from __future__ import annotations

import pytest

from tasks.nlp.grammar.inflection import verb_forms

PASSIVE = {
    "killed": "were killed",
    "injured": "were wounded",
    "missing": "were reported missing",
    "abducted": "were kidnapped",
    "detained": "were arrested",
    "displaced": "were displaced",
}
NOUNS = ["welders", "students", "policemen", "villagers"]


def found(claims) -> list[tuple[str, int | None]]:
    return [(claim.harm, claim.low) for claim in claims]


@pytest.mark.parametrize("harm", PASSIVE)
@pytest.mark.parametrize("noun", NOUNS)
def test_a_passive_tells_who_and_how_many(harm: str, noun: str, read_claims) -> None:
    """All six harms read the number left of a passive."""
    assert found(read_claims(f"Seven {noun} {PASSIVE[harm]} near the river.")) == [(harm, 7)]


@pytest.mark.parametrize("harm", PASSIVE)
def test_a_relative_clause_tells_the_same(harm: str, read_claims) -> None:
    """ "The seven welders who were killed" counts as "seven welders were killed" does."""
    assert found(read_claims(f"The seven welders who {PASSIVE[harm]} came from the north.")) == [(harm, 7)]


@pytest.mark.parametrize("harm", ["killed", "injured", "abducted", "detained"])
def test_a_negated_verb_makes_no_claim(harm: str, read_claims) -> None:
    """ "The welder was not hurt" is no claim, "no welder was hurt" is a claim of none."""
    verb = PASSIVE[harm].replace("were", "was not")
    assert read_claims(f"The welder {verb} near the river.") == ()


@pytest.mark.parametrize(
    ("text", "lows"),
    [
        ("The blast killed four and wounded ten.", [("killed", 4), ("injured", 10)]),
        ("Four were killed, nine wounded and two are missing.", [("killed", 4), ("injured", 9), ("missing", 2)]),
        ("Nine died on the spot and two in hospital.", [("killed", 9), ("killed", 2)]),
        ("Ten were injured, two fatally.", [("injured", 10), ("killed", 2)]),
        ("Dead: 4 soldiers; wounded: 9 soldiers.", [("killed", 4), ("injured", 9)]),
        ("The storm claimed seven lives.", [("killed", 7)]),
        ("The crash cost 12 people their lives.", [("killed", 12)]),
        ("The army lost 14 soldiers in the pass.", [("killed", 14)]),
        ("Twin brothers were killed by lightning.", [("killed", 2)]),
        ("A porter suffered serious head injuries.", [("injured", 1)]),
        ("The evacuation of 900 residents took all night.", [("displaced", 900)]),
        ("Police arrest 14 after clashes", [("detained", 14)]),
        ("They are looking for a missing boy.", [("missing", 1)]),
        ("Killed were two guards and a cook.", [("killed", 2), ("killed", 1)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_grammar_leaves_out_is_read(text: str, lows: list[tuple[str, int]], read_claims) -> None:
    """Ellipsis, gaps, headlines, lists and light verbs say who as full sentences do."""
    assert found(read_claims(text)) == lows


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Twelve died. Among the dead were two nurses and a cook.", ["two", "a cook"]),
        ("Twelve died. The dead include two nurses.", ["two"]),
        ("Twelve died. Three of the dead were nurses and two were cooks.", ["Three", "two"]),
        ("Seven people (four soldiers and three farmers) were killed.", ["four", "three"]),
        ("Eleven villagers were wounded, five of them seriously.", ["five"]),
    ],
)
def test_parts_of_the_dead_are_subsets(text: str, parts: list[str], read_claims) -> None:
    """What divides a number never stands beside it (section 4)."""
    assert [claim.text for claim in read_claims(text) if claim.scope == "subset"] == parts


def test_a_list_of_names_is_one_claim_of_its_length(read_claims) -> None:
    """Section 9: "a list of named dead after a harm word is one claim of its length"."""
    claims = read_claims("The dead were named as Ivo Petrov, Mira Petrov and Jan Kolar.")
    assert [(claim.text, claim.low) for claim in claims] == [("Ivo Petrov, Mira Petrov and Jan Kolar", 3)]


@pytest.mark.parametrize(
    ("text", "victim_class"),
    [
        ("Anna Brandt, a German nurse, was killed.", "medic"),
        ("Maria, a waitress, was killed.", "woman"),
        ("Lena Fischer, 9, drowned in the lake.", "child"),
        ("A 16-year-old was shot dead.", "child"),
        ("A 40-year-old was shot dead.", "unknown"),
        ("Mrs Adeyemi was killed.", "woman"),
        ("Joan Abara was stabbed to death in her kitchen.", "woman"),
        ("A female reporter was shot dead.", "journalist"),
        ("A judge's son was killed.", "unknown"),
        ("The wife of a policeman was killed.", "woman"),
        ("Two brothers, both policemen, were killed.", "police"),
        ("Two men believed to be rebels were killed.", "militant"),
        ("Two Belgians were killed.", "unknown"),
        ("Four members of parliament were hurt.", "official"),
        ("The epidemic killed 300 people.", "patient"),
    ],
)
def test_the_most_specific_word_gives_the_class(text: str, victim_class: str, read_claims) -> None:
    """child > a role > woman > civilian > unknown (section 9), wherever the text says it."""
    assert [claim.victim_class for claim in read_claims(text)] == [victim_class]


def test_a_role_told_once_holds_for_later_mentions(read_claims) -> None:
    """Name, pronoun and "the victim" keep the class of the person they mean."""
    text = "Radio host Ali Noor was killed on Sunday. Noor died at the scene. The victim was shot dead at noon."
    assert {claim.victim_class for claim in read_claims(text)} == {"journalist"}


def test_fighters_and_prisoners_of_the_law_are_detained(read_claims) -> None:
    """ "Captured" is a detention where the captive is a fighter, else an abduction."""
    assert found(read_claims("Soldiers captured 14 insurgents.")) == [("detained", 14)]
    assert found(read_claims("Rebels captured three teachers.")) == [("abducted", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "The militants blew up two bridges and set three of them on fire.",
        "The court ordered the police to arrest two bankers.",
        "He was jailed for 12 years.",
        "The scandal badly wounded the minister.",
        "The dispute displaced the minister from his post.",
        "The team lost three players to a rival.",
        "Petrov shot a 67 to lead by two.",
        "Two gunmen fled the area.",
        "The painter died on Monday at 92.",
        "The frost killed 40 vines.",
        "They beat Oldham 12-3.",
        "The loss of a finger ended his career.",
    ],
)
def test_these_are_no_victims(text: str, read_claims) -> None:
    """Things, games, requests, sentences of a court, figures of speech and old age (sections 1 and 9)."""
    assert read_claims(text) == ()


def test_two_people_in_one_sentence_are_two(read_claims) -> None:
    """A shot that the text calls a death is one killed; somebody else who was shot is injured."""
    assert found(read_claims("A trader was shot at noon. He died in hospital.")) == [("killed", 1)]
    assert sorted(found(read_claims("A guard was killed and a porter was shot in the leg."))) == [
        ("injured", 1),
        ("killed", 1),
    ]


@pytest.mark.parametrize(
    ("verb", "form"), [("flee", "fleeing"), ("see", "seeing"), ("die", "dying"), ("take", "taking")]
)
def test_present_participles_are_spelled_as_english_spells_them(verb: str, form: str) -> None:
    """The final e goes, a double e stays."""
    assert verb_forms(verb, {})[form] == "ing"


@pytest.mark.parametrize(
    ("text", "lows"),
    [
        ("The toll rose to 22 after three of the wounded died in the night.", [("killed", 22), ("killed", 3)]),
        ("The charity put the dead at 70 and the wounded at 200.", [("killed", 70), ("injured", 200)]),
        ("Four died, officials said. Later the ministry raised the figure to 12.", [("killed", 4), ("killed", 12)]),
        ("Five porters were treated at the scene for heat exhaustion.", [("injured", 5)]),
        ("A porter who tried to flee was hit twice in the arm.", [("injured", 1)]),
        ("The gunmen had taken more than 90 girls.", [("abducted", 90)]),
        ("Detectives picked up a baker on Sunday.", [("detained", 1)]),
        ("Divers were searching for three children.", [("missing", 3)]),
        ("Some 8,000 people fled in a week.", [("displaced", 8000)]),
        ("We have five bodies, four men and a boy.", [("killed", 5), ("killed", 4), ("killed", 1)]),
        ("Mia and Tom Keller, aged six and 12, died at once.", [("killed", 2)]),
        ("Three sisters, 4, 6 and 9, drowned.", [("killed", 3)]),
        ("Six people died. The women who died were named as Ada Boyd and Lia Poe.", [("killed", 6), ("killed", 2)]),
        ("One worker, a man who refused to leave, remains missing.", [("missing", 1)]),
    ],
)
def test_roundabout_tellings(text: str, lows: list[tuple[str, int]], read_claims) -> None:
    """Treatment, parts of the wounded, restated figures, ages, verbs that harm only beside certain words."""
    assert found(read_claims(text)) == lows


@pytest.mark.parametrize(
    "text",
    [
        "The team picked up three points.",
        "Police are searching for two gunmen.",
        "The patients were treated for malaria.",
        "The company took 30 orders.",
        "Workers buried 40 cables.",
        "The government raised the figure to 12.",
    ],
)
def test_conditional_verbs_need_their_words(text: str, read_claims) -> None:
    """The verbs of harms.toml `conditions` say nothing elsewhere, nor a figure that restates no toll."""
    assert read_claims(text) == ()


ASIDES = [
    ", whose house stood nearest the river,",
    ", who had only come to help their neighbours,",
    ", most of them from the north,",
    ", mostly old people,",
    " – all from one street –",
    " (from two streets)",
]


@pytest.mark.parametrize("aside", ASIDES)
@pytest.mark.parametrize("harm", PASSIVE)
def test_an_aside_changes_nothing(harm: str, aside: str, read_claims) -> None:
    """What only tells more of the victims neither hides them nor takes their place."""
    assert found(read_claims(f"Seven villagers{aside} {PASSIVE[harm]} on Monday.")) == [(harm, 7)]


@pytest.mark.parametrize("aside", ASIDES[:2])
def test_a_list_goes_on_behind_an_aside(aside: str, read_claims) -> None:
    """The members on both sides of an aside are one list."""
    text = f"A farmer{aside} his wife and two cooks were killed."
    assert found(read_claims(text)) == [("killed", 1), ("killed", 1), ("killed", 2)]


@pytest.mark.parametrize("part", ["a foreman", "two drivers", "the cook and a driver"])
def test_parts_behind_the_number_are_subsets(part: str, read_claims) -> None:
    """ "eleven people, the driver among them": the parts have the harm of the whole, wherever its verb stands."""
    for text in (
        f"Eleven people, {part} among them, were hurt.",
        f"The crash injured eleven people, {part} among them.",
    ):
        whole, *parts = read_claims(text)
        assert (whole.low, whole.scope) == (11, "incident")
        assert parts
        assert {claim.scope for claim in parts} == {"subset"}


def test_role_and_name_are_one_person(read_claims) -> None:
    """The count phrase holds both, in the order of role and name."""
    (claim,) = read_claims("A welder, Ada Roe, who had stayed behind, was wounded.")
    assert (claim.text, claim.low) == ("A welder, Ada Roe", 1)


@pytest.mark.parametrize("place", ["in Austin, Texas,", "near Kano, Nigeria,", "in Lyon, France,"])
def test_a_second_place_is_nobody(place: str, read_claims) -> None:
    """What stands behind the comma of a place is a place."""
    assert found(read_claims(f"Two welders {place} were killed on Monday.")) == [("killed", 2)]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Nine soldiers were killed and 12 wounded.", ["military", "military"]),
        ("Nine soldiers were killed. Five of the dead came from Lyon.", ["military", "military"]),
        ("The blast killed six children, two of them from one school.", ["child", "child"]),
        ("The blast killed six people, two of them nurses.", ["unknown", "medic"]),
        ("The army said it had killed 40 rebels and captured 17.", ["militant", "militant"]),
    ],
)
def test_a_number_without_a_noun_has_the_class_of_what_it_continues(text: str, classes: list[str], read_claims) -> None:
    """Ellipsis, "of the dead" and "of them" tell the class by what they leave out."""
    assert [claim.victim_class for claim in read_claims(text)] == classes


@pytest.mark.parametrize("verb", ["injuring anyone", "killing anybody"])
def test_nobody_behind_without(verb: str, read_claims) -> None:
    """ "without injuring anyone" is a claim of none."""
    (claim,) = read_claims(f"The shell fell into a field without {verb}.")
    assert (claim.low, claim.high, claim.qualifier) == (0, 0, "none")
