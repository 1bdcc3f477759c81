"""Who is for or against what: one sentence, the position it takes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.errors import LexiconError
from tasks.nlp.speech.stances import StanceWords

POSITIONS = [
    ("Brazil opposes the blockade.", "Brazil", "oppose", "blockade"),
    ("Brazil backs the new tribunal.", "Brazil", "support", "tribunal"),
    ("Brazil does not approve of the blockade.", "Brazil", "oppose", "blockade"),
    ("Brazil does not oppose the new tribunal.", "Brazil", "support", "tribunal"),
    ("Brazil never supported the invasion.", "Brazil", "oppose", "invasion"),
    ("Brazil refused to back the invasion.", "Brazil", "oppose", "invasion"),
    ("Brazil objected to using force.", "Brazil", "oppose", "force"),
    ("Brazil objected strongly to the invasion.", "Brazil", "oppose", "invasion"),
    ("Brazil has also been opposed to Western efforts to impose an oil embargo on Sudan.", "Brazil", "oppose", "oil embargo on Sudan"),
    ("Brazil is against the blockade.", "Brazil", "oppose", "blockade"),
    ("Brazil is not against the blockade.", "Brazil", "support", "blockade"),
    ("Brazil called for an independent inquiry.", "Brazil", "support", "independent inquiry"),
    ("Brazil condemned the attack on the embassy.", "Brazil", "oppose", "attack on embassy"),
    ("Brazil welcomed the truce.", "Brazil", "support", "truce"),
    ("Brazil criticised the new border law.", "Brazil", "oppose", "border law"),
    ("Brazil rejected criticism of the new border law.", "Brazil", "support", "border law"),
    ("Brazil called for the lifting of sanctions.", "Brazil", "oppose", "sanctions"),
    ("Brazil urged all sides to respect the truce.", "Brazil", "support", "truce"),
    ("Brazil urged Turkey to lift the blockade.", "Brazil", "oppose", "blockade"),
    ("Brazil rejected calls for an arms embargo.", "Brazil", "oppose", "arms embargo"),
    ("Kenyan Defence Minister Joseph Otieno rejected the peace plan.", "Kenya", "oppose", "peace plan"),
    ("Turkish Foreign Ministry spokeswoman Ayla Demir said her country supported the truce.", "Turkey", "support", "truce"),
    ("Mirela Popa, Oxfam's regional director, condemned the blockade.", "Oxfam", "oppose", "blockade"),
    ("Lena Fischer opposes the bill.", "Lena Fischer", "oppose", "bill"),
    ("Peruvian President Alberto Quispe defended the deal.", "Peru", "support", "deal"),
    ("Moscow rejected the draft resolution.", "Russia", "oppose", "resolution"),
    ("Brazil says it does not support the invasion.", "Brazil", "oppose", "invasion"),
    ("Brazil expressed support for the truce.", "Brazil", "support", "truce"),
    ("“We strongly oppose the blockade,” said Kenyan Foreign Minister Joseph Otieno.", "Kenya", "oppose", "blockade"),
    ("“All parties should support the truce,” said Kenyan Foreign Minister Joseph Otieno.", "Kenya", "support", "truce"),
    ("Amnesty International's Lena Fischer rejected the bill.", "Amnesty International", "oppose", "bill"),
    ("The European Union backed the bill.", "European Union", "support", "bill"),
    ("The prime minister's critics rejected the bill.", "The prime minister's critics", "oppose", "bill"),
    ("Brazil no longer opposes the deal.", "Brazil", "support", "deal"),
    ("Brazil rejected Turkey's decision to postpone the election.", "Brazil", "support", "election"),
    ("Brazil defended its right to enrich uranium.", "Brazil", "support", "right to enrich uranium"),
    ("Brazil backed envoy Kari Lund's mediation efforts.", "Brazil", "support", "Lund mediation efforts"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "actor", "stance", "topic"), POSITIONS)
def test_a_position_has_actor_side_and_topic(read, text, actor, stance, topic):
    found = {(p.actor_name, p.stance, p.topic) for p in read(text)._.positions}
    assert (actor, stance, topic) in found
    assert {side for _, side, what in found if what == topic} == {stance}


TOPICS = [
    ("U.N. sanctions on Syria's government", "sanctions on Syria"),
    ("tough new sanctions against the Syrian regime", "sanctions on Syria"),
    ("the 12th package of EU sanctions against Syria", "sanctions on Syria"),
    ("sanctions on Syria", "sanctions on Syria"),
    ("the sanctions", "sanctions"),
    ("an arms embargo on the Syrian government", "arms embargo on Syria"),
    ("Iran's nuclear program", "Iran nuclear program"),
    ("the Iranian nuclear program", "Iran nuclear program"),
    ("an immediate cease-fire in Gaza", "ceasefire in Gaza"),
    ("negotiations with Russia", "negotiations with Russia"),
    ("sanctions to address the crisis in Syria", "sanctions"),
    ("the bill to ban strikes", "bill to ban strikes"),
    ("a two-state solution", "two-state solution"),
    ("the Nord Stream 2 pipeline", "Nord Stream 2 pipeline"),
    ("the resignation of President Alberto Quispe", "resignation of Quispe"),
    ("a $95 billion aid package for Ukraine", "aid package for Ukraine"),
    ("the bombing of hospitals by the army in Idlib", "bombing of hospitals"),
    ("China", "China"),
]


@pytest.mark.parametrize(("target", "topic"), TOPICS)
@pytest.mark.parametrize(("verb", "stance"), [("rejects", "oppose"), ("supports", "support")])
def test_a_target_folds_to_a_topic_that_other_texts_share(read, target, topic, verb, stance):
    found = read(f"Brazil {verb} {target}.")._.positions
    assert [(p.actor_name, p.stance, p.topic) for p in found] == [("Brazil", stance, topic)]


NONE = [
    "Egypt neither supports nor opposes the deal.",
    "Brazil saw a plan that called for sanctions.",
    "It rained all day in the valley.",
    "Support for the bill was weak.",
    "The back of the house was damaged.",
    "Those supporting the opposition were held.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_side_is_taken_where_nobody_takes_one(read, text):
    assert [p.actor_name for p in read(text)._.positions] == []


def test_the_actor_has_the_country_it_speaks_for(read):
    (found,) = read("Kenyan Defence Minister Joseph Otieno rejected the peace plan.")._.positions
    assert (found.actor, found.actor_country) == ("Kenyan Defence Minister Joseph Otieno", "KEN")


def test_the_cue_is_kept_with_its_negation(read):
    (found,) = read("Brazil does not approve of the blockade.")._.positions
    assert (found.text, found.target) == ("does not approve of", "the blockade")


def test_a_new_verb_needs_no_code(read, english, speech, lexicon):
    stances = lexicon["stances"]
    with_word = {**stances, "oppose": {**stances["oppose"], "verbs": [*stances["oppose"]["verbs"], "pooh-pooh"]}}
    assert StanceWords({**lexicon, "stances": with_word}).verbs["pooh-poohed"] is False


def test_a_missing_table_is_named(lexicon):
    with pytest.raises(LexiconError, match=r"stances\.toml: support\.verbs"):
        StanceWords({**lexicon, "stances": {}})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=120)
    | st.lists(
        st.sampled_from(["Brazil", "opposes", "not", "efforts to", "the", "urged", "call for", ".", "“"]), max_size=20
    ).map(" ".join)
)
def test_any_text_gives_positions_with_valid_spans(read, text):
    doc = read(text)
    for each in doc._.positions:
        assert each.text == doc.text[each.start : each.end]
        assert each.target == doc.text[each.target_start : each.target_end]
        assert each.stance in {"support", "oppose"}
        assert each.topic
