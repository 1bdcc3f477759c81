"""Treebank text becomes spaCy documents that keep what the annotators wrote."""

import pytest
import spacy

from tasks.errors import TreebankError
from tasks.nlp.parsing.treebank import (
    conllu_sentences,
    document,
    grouped,
    names_by_sentence,
    names_document,
    tagged_sentences,
    with_names,
)

CONLLU = """\
# newdoc id = one
# sent_id = one-1
# text = Police don't trust Jo Long.
1\tPolice\tpolice\tNOUN\tNNS\tNumber=Plur\t4\tnsubj\t_\tEntity=(1-organization-new)
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\ttrust\ttrust\tVERB\tVB\t_\t0\troot\t_\t_
5\tJo\tJo\tPROPN\tNNP\t_\t4\tobj\t_\tEntity=(2-person-new
6\tLong\tLong\tPROPN\tNNP\t_\t5\tflat\t_\tSpaceAfter=No|Entity=2)
7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = one-2
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_
"""


@pytest.fixture
def vocab():
    return spacy.blank("en").vocab


@pytest.fixture
def sentences():
    return list(conllu_sentences(CONLLU.splitlines(keepends=True)))


def test_text_and_parse_are_those_of_the_treebank(vocab, sentences):
    doc = document(vocab, sentences, "gum")
    assert doc.text.strip() == "Police don't trust Jo Long. Yes."
    assert [t.dep_ for t in doc][:4] == ["nsubj", "aux", "advmod", "ROOT"]
    assert [s.text.strip() for s in doc.sents] == ["Police don't trust Jo Long.", "Yes."]


def test_a_name_is_the_proper_core_of_a_mention_and_a_common_noun_is_none(vocab, sentences):
    doc = document(vocab, sentences, "gum")
    assert [(e.text, e.label_) for e in doc.ents] == [("Jo Long", "PER")]


def test_names_that_were_not_annotated_are_missing_not_absent(vocab, sentences):
    doc = document(vocab, sentences, "missing")
    assert all(token.ent_iob_ == "" for token in doc)


def test_groups_keep_to_one_document_and_go_round_the_sizes(sentences):
    assert [len(g) for g in grouped(sentences * 3, sizes=(3, 1))] == [3, 1, 2]


def test_names_of_another_release_leave_a_sentence_of_other_length_missing(vocab, sentences):
    tags = names_by_sentence(
        ["# sent_id = one-1\n", "1\tPolice\tO\t-\t-\n", "# sent_id = one-2\n", "1\tYes\tO\n", "2\t.\tO\n"]
    )
    doc = with_names(document(vocab, sentences, "missing"), sentences, tags)
    assert [t.ent_iob_ for t in doc] == [""] * 7 + ["O"] * 2


def test_iob1_and_iob2_give_the_same_names(vocab):
    one = names_document(vocab, list(tagged_sentences(["Jo I-PER\n", "Long I-PER\n", "left O\n"])))
    two = names_document(vocab, list(tagged_sentences(["Jo\tB-Person\n", "Long\tI-Person\n", "left\tO\n"])))
    assert [(e.text, e.label_) for e in one.ents] == [(e.text, e.label_) for e in two.ents] == [("Jo Long", "PER")]


def test_a_kind_that_is_no_name_is_left_out(vocab):
    doc = names_document(vocab, [[("T-72", "B-MilitaryPlatform"), ("tanks", "O")]])
    assert not doc.ents


def test_a_row_without_ten_columns_is_refused_with_its_line():
    with pytest.raises(TreebankError, match="line 2: 3 columns"):
        list(conllu_sentences(["# newdoc id = x\n", "1\tPolice\tpolice\n"]))
