"""Who said what: one small text, the statement it holds."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.errors import LexiconError
from tasks.nlp.speech.attribution import CueWords
from tasks.nlp.speech.quotes import find_quotes

INDIRECT = [
    ("Minister Joseph Otieno said the camp was safe.", "Joseph Otieno", "the camp was safe"),
    ("Minister Joseph Otieno said that the camp was safe.", "Joseph Otieno", "the camp was safe"),
    ("The camp was safe, Minister Joseph Otieno said.", "Joseph Otieno", "The camp was safe"),
    ("The Kenyan government says it will open the road.", "Kenyan government", "it will open the road"),
    ("Brazil says it will send doctors.", "Brazil", "it will send doctors"),
    ("According to the Red Cross, the wells are dry.", "Red Cross", "the wells are dry"),
    ("The wells are dry, according to the Red Cross.", "Red Cross", "The wells are dry"),
    ("State television reported that the bridge had fallen.", "State television", "the bridge had fallen"),
    ("A hospital official said the ward was full.", "A hospital official", "the ward was full"),
    ("Witnesses said the soldiers opened fire on the crowd.", "Witnesses", "the soldiers opened fire on the crowd"),
    ("Police confirmed that two men had been arrested.", "Police", "two men had been arrested"),
    ("Ms. Kari Lund told reporters that the talks had failed.", "Kari Lund", "the talks had failed"),
    ("Kari Lund warned that the dam could break.", "Kari Lund", "the dam could break"),
    ("Spokeswoman Maria Silva denied that the plant had leaked.", "Maria Silva", "the plant had leaked"),
    ("The United Nations called for an end to the siege.", "United Nations", "an end to the siege"),
    ("Peru rejected criticism of its border law.", "Peru", "criticism of its border law"),
    ("President Alberto Quispe blamed the rebels for the blast.", "Alberto Quispe", "the rebels for the blast"),
    ("President Alberto Quispe defended the deal, saying it did not break any treaty.", "Alberto Quispe", "it did not break any treaty"),
    ("Oxfam issued a report saying the harvest had failed.", "Oxfam", "the harvest had failed"),
    ("Lena Fischer insisted that nobody had been paid.", "Lena Fischer", "nobody had been paid"),
    ("The army announced that the airport had reopened.", "The army", "the airport had reopened"),
    ("Samuel Okoro admitted the test had gone wrong.", "Samuel Okoro", "the test had gone wrong"),
    ("Turkey accused the rebels of breaking the truce.", "Turkey", "the rebels of breaking the truce"),
    ("Mayor Huda Salim urged people to stay at home.", "Huda Salim", "people to stay at home"),
    ("Mayor Huda Salim promised to rebuild the school.", "Huda Salim", "to rebuild the school"),
    ("Mayor Huda Salim added that the school would open in May.", "Huda Salim", "the school would open in May"),
    ("Analysts believe the ceasefire will not last.", "Analysts", "the ceasefire will not last"),
    ("Ivan Petrov said on Wednesday that the pipeline was shut.", "Ivan Petrov", "the pipeline was shut"),
    ("Ivan Petrov said to his counterpart that the pipeline was shut.", "Ivan Petrov", "the pipeline was shut"),
    ("Ivan Petrov said in a letter that the pipeline was shut.", "Ivan Petrov", "the pipeline was shut"),
]  # fmt: skip

DIRECT = [
    ('"The camp is safe," Minister Joseph Otieno said.', "Joseph Otieno", "The camp is safe,", "said"),
    ('"The camp is safe," said Minister Joseph Otieno.', "Joseph Otieno", "The camp is safe,", "said"),
    ('Minister Joseph Otieno said: "The camp is safe."', "Joseph Otieno", "The camp is safe.", "said"),
    ("Minister Joseph Otieno said, “The camp is safe.”", "Joseph Otieno", "The camp is safe.", "said"),
    ("“The camp is safe,” Minister Joseph Otieno told reporters.", "Joseph Otieno", "The camp is safe,", "told"),
    ("“The camp is safe,'' Minister Joseph Otieno said.", "Joseph Otieno", "The camp is safe,", "said"),
    ("''The camp is safe,'' Minister Joseph Otieno said.", "Joseph Otieno", "The camp is safe,", "said"),
    ("'The camp is safe,' Minister Joseph Otieno said.", "Joseph Otieno", "The camp is safe,", "said"),
    ("«The camp is safe», Minister Joseph Otieno said.", "Joseph Otieno", "The camp is safe", "said"),
    ("“Will the camp be safe?” asked Lena Fischer.", "Lena Fischer", "Will the camp be safe?", "asked"),
    ("“They shouted ‘go home’ and left,” Lena Fischer said.", "Lena Fischer", "They shouted ‘go home’ and left,", "said"),
    ("“We lost the road. We lost the bridge,” Lena Fischer said.", "Lena Fischer", "We lost the road. We lost the bridge,", "said"),
    ("Lena Fischer tweeted: “The gates are closed tonight.”", "Lena Fischer", "The gates are closed tonight.", "tweeted"),
    ("“We are hungry,” said Samuel Okoro, 42, a farmer.", "Samuel Okoro", "We are hungry,", "said"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "content"), INDIRECT)
def test_an_indirect_statement_has_its_speaker_and_whole_content(read, text, name, content):
    found = [s for s in read(text)._.statements if s.text == content]
    assert [s.speaker_name.removeprefix("The ") for s in found] == [name.removeprefix("The ")]
    assert found[0].form == "indirect"


@pytest.mark.parametrize(("text", "name", "content", "cue"), DIRECT)
def test_a_direct_quotation_has_its_speaker_cue_and_every_word(read, text, name, content, cue):
    found = [s for s in read(text)._.statements if s.form == "direct"]
    assert [(s.speaker_name, s.text, s.cue) for s in found] == [(name, content, cue)]


def test_a_quotation_split_by_its_cue_is_one_statement(read):
    text = '"The road is closed," Lena Fischer said, "and the bridge is gone."'
    (found,) = read(text)._.statements
    assert (found.speaker_name, found.text) == ("Lena Fischer", text[1:-1])


def test_a_quotation_that_goes_on_after_the_cue_sentence_is_one_statement(read):
    text = '"The road is closed," Lena Fischer said. "The bridge is gone too."'
    (found,) = read(text)._.statements
    assert (found.speaker_name, found.start, found.end) == ("Lena Fischer", 1, len(text) - 1)


def test_a_paragraph_that_is_one_quotation_belongs_to_the_speaker_before(read):
    text = "Kenyan Defence Minister Joseph Otieno said the camp was safe.\n“Our soldiers hold every gate. Nobody will pass them tonight.''\nIt rained."
    found = [s for s in read(text)._.statements if s.form == "direct"]
    assert [(s.speaker_name, s.role, s.cue) for s in found] == [("Joseph Otieno", "Kenyan Defence Minister", None)]
    assert found[0].text == "Our soldiers hold every gate. Nobody will pass them tonight."


def test_a_quotation_of_two_paragraphs_is_one(read):
    text = "Lena Fischer said: “The road is closed.\n\n“The bridge is gone.” It rained."
    found = [s for s in read(text)._.statements if s.form == "direct"]
    assert [(s.speaker_name, s.text.split()[0], s.text.split()[-1]) for s in found] == [
        ("Lena Fischer", "The", "gone.")
    ]


def test_quoted_words_inside_an_indirect_statement_make_it_mixed(read):
    text = "Lena Fischer said the siege was “a stain on all of us” and must end."
    (found,) = read(text)._.statements
    assert (found.form, found.speaker_name) == ("mixed", "Lena Fischer")
    assert found.text == "the siege was “a stain on all of us” and must end"


def test_a_later_act_of_the_speaker_is_a_statement_of_its_own(read):
    text = "Lena Fischer said the council had failed, and called for a new vote."
    found = read(text)._.statements
    assert [(s.speaker_name, s.text) for s in found] == [
        ("Lena Fischer", "the council had failed"),
        ("Lena Fischer", "a new vote"),
    ]


def test_a_pronoun_stands_for_the_speaker_before(read):
    text = "Lena Fischer arrived on Monday. She said the road was closed."
    (found,) = read(text)._.statements
    assert (found.speaker, found.speaker_name) == ("She", "Lena Fischer")


def test_the_addressee_is_whom_the_words_were_told_to(read):
    (found,) = read("Kari Lund told the committee that the talks had failed.")._.statements
    assert found.addressee == "the committee"


ADDRESSEES = [
    ("Kari Lund told reporters that the talks had failed.", "reporters"),
    ("Kari Lund said to her counterpart that the talks had failed.", "her counterpart"),
    ("“The talks have failed,” Kari Lund told the committee.", "the committee"),
    ("“The talks have failed,” Kari Lund told AFP by telephone. “They will not resume.”", "AFP"),
    ("“Why?” asked Kari Lund.", None),
    ("Kari Lund said the talks had failed.", None),
]


@pytest.mark.parametrize(("text", "whom"), ADDRESSEES)
def test_an_addressee_is_who_hears_it_and_never_who_speaks(read, text, whom):
    (found,) = read(text)._.statements
    assert found.addressee == whom


def test_of_several_speakers_no_single_one_has_the_word(read):
    text = "Amnesty International, Human Rights Watch and Oxfam said the siege must end."
    (found,) = read(text)._.statements
    assert found.speaker_name == "Amnesty International, Human Rights Watch and Oxfam"


def test_the_office_of_somebody_is_not_the_person(read):
    text = "Israeli Prime Minister Ari Levi's office said the road was open."
    (found,) = read(text)._.statements
    assert (found.speaker_name, found.role) == ("Israeli Prime Minister Ari Levi's office", None)


def test_what_somebody_was_asked_is_no_statement_of_his(read):
    found = read("Asked about the report, Kari Lund said: “No comment.”")._.statements
    assert [(s.speaker_name, s.text) for s in found] == [("Kari Lund", "No comment.")]


@pytest.mark.parametrize(
    "text",
    [
        "“We lost everything, said Lena Fischer.\nIt rained.",
        "We lost everything,” said Lena Fischer.",
        '"We lost everything," she said, "and nobody came.',
        "“We lost “everything,” said Lena Fischer.",
        "''We lost everything, said Lena Fischer.",
        "“”“”",
    ],
)
def test_unbalanced_quotations_end_nowhere_else_and_raise_nothing(read, text):
    doc = read(text)
    assert all(doc.text[s.start : s.end] == s.text for s in doc._.statements)
    assert all("rained" not in s.text for s in doc._.statements)


def test_a_speaker_that_never_gets_a_name_is_a_phrase_and_a_pronoun_nobody(read):
    named, unnamed = (read(text)._.statements[0] for text in ("A witness said it was dark.", "She said it was dark."))
    assert (named.speaker, named.speaker_name, named.country) == ("A witness", "A witness", None)
    assert (unnamed.speaker, unnamed.speaker_name, unnamed.role, unnamed.country) == ("She", None, None, None)


def test_a_quotation_inside_one_belongs_to_the_outer_speaker(read):
    (found,) = read("“The minister told me, ‘Go home,’” Kari Lund said.")._.statements
    assert (found.speaker_name, found.text) == ("Kari Lund", "The minister told me, ‘Go home,’")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("“It fell,” Kari Lund said on Wednesday. “It was old.”", "2012-06-13"),
        ("Kari Lund said Thursday that the talks had failed.", "2012-06-14"),
        ("Kari Lund said on Wednesday the talks had failed.", "2012-06-13"),
        ("Kari Lund said the talks failed on Tuesday.", None),
    ],
)
def test_said_on_is_the_day_beside_the_cue(read, text, day):
    (found,) = read(text)._.statements
    assert found.said_on == day


def test_a_relative_clause_is_what_its_source_said(read):
    text = "Crews reached the site of a blast near the harbour, which state media said wounded nine people."
    found = [s for s in read(text)._.statements if s.cue == "said"]
    assert [(s.speaker_name, s.text) for s in found] == [("state media", "wounded nine people")]


def test_single_words_in_quotation_marks_are_nobodys_statement(read):
    assert read("The so-called “humanitarian corridor” was closed.")._.statements == ()


def test_according_to_answers_for_the_whole_sentence(read):
    text = "Police said a mine wounded three people, according to the state news agency."
    (found,) = read(text)._.statements
    assert (found.speaker, found.text) == ("the state news agency", "Police said a mine wounded three people")


def test_a_mark_that_never_closes_ends_with_its_paragraph(read):
    text = "“The road is closed, said Lena Fischer.\nIt rained all day."
    assert all(s.end <= text.index("\n") for s in read(text)._.statements)


QUOTES = [
    ("“a b,” he said, “c d.”", ["a b,", "c d."]),
    ("“a b.''", ["a b."]),
    ('"a b," he said.', ["a b,"]),
    ("``a b,'' he said.", ["a b,"]),
    ("“a ‘b’ c.”", ["a ‘b’ c."]),
    ("“a “b” c.”", ["a “b” c."]),
    ('"a.\n"b."', ['a.\n"b.']),
    ("The boys' dog didn't bark.", []),
    ("A 6'2\" man fell.", []),
    ("“never closed", ["never closed"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "inner"), QUOTES)
def test_quotations_are_found_whole_and_outermost(text, inner):
    assert [text[q.inner_start : q.inner_end] for q in find_quotes(text)] == inner


@given(text=st.text(alphabet=st.sampled_from("\"“”‘’'`«» \n\u2028ab.,!5é"), max_size=300))
def test_quotations_of_any_marks_are_ordered_disjoint_and_inside(text):
    quotes = find_quotes(text)
    for quote in quotes:
        assert 0 <= quote.start <= quote.inner_start <= quote.inner_end <= quote.end <= len(text)
    assert all(a.end <= b.start for a, b in pairwise(quotes))


@pytest.mark.parametrize("unit", ["“a b,” he said. ", '"a ', "“a ", "“a\n", "''a ", "‘a ", '"“a”" '])
def test_time_is_linear_in_quotation_marks(unit):
    text = unit * (300_000 // len(unit))
    started = time.perf_counter()
    find_quotes(text)
    assert time.perf_counter() - started < 6


PIECES = ["“", "”", '"', "'", ",", ".", " ", "\n", " said ", " Anna Keller", " he ", "the road is closed", "that"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_statements_with_valid_spans(read, text):
    doc = read(text)
    for each in doc._.statements:
        assert each.text == doc.text[each.start : each.end]
        assert each.text
        if each.speaker_start is not None:
            assert doc.text[each.speaker_start : each.speaker_end] == each.speaker
        if each.cue_start is not None:
            assert doc.text[each.cue_start : each.cue_end] == each.cue


def test_a_missing_table_is_named(lexicon):
    with pytest.raises(LexiconError, match=r"statements\.toml: say\.verbs"):
        CueWords({"statements": {"irregular": {}}})
