"""The generator of news worlds and its measures: what `make bench ONLY=incidents` stands on."""

from __future__ import annotations

import pytest

from tests.bench.membership import b_cubed_f1, pairwise_f1
from tests.bench.world import World, world


@pytest.fixture(scope="module")
def made() -> World:
    return world(11, 400)


def test_the_same_seed_makes_the_same_world(made: World) -> None:
    assert made.articles == world(11, 400).articles
    assert made.articles != world(12, 400).articles


def test_every_mention_is_a_sentence_that_prints_the_toll_that_its_article_tells(made: World) -> None:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    for article in made.articles:
        for mention, told in zip(article.mentions, article.told, strict=True):
            sentence = article.text[mention.start : mention.end].lower()
            printed = words[told.killed] if told.killed < len(words) else str(told.killed)
            assert printed in sentence
            assert sentence.endswith(".")


def test_look_alikes_share_a_kind_and_a_town_or_a_day(made: World) -> None:
    assert made.pairs()
    for number, twin in made.pairs():
        one, other = made.happenings[number], made.happenings[twin]
        assert one.kind is other.kind
        assert (one.place == other.place) != (one.day == other.day)
        assert one.killed != other.killed


def test_an_edit_comes_later_and_takes_the_place_of_its_page(made: World) -> None:
    times: dict[str, list[object]] = {}
    for article in made.articles:
        times.setdefault(article.url, []).append(article.at)
    assert any(len(listed) > 1 for listed in times.values())
    assert all(listed == sorted(listed) for listed in times.values())


@pytest.mark.parametrize("measure", [pairwise_f1, b_cubed_f1])
def test_measures_of_membership(measure) -> None:
    """One for the truth under other names, less for a merge or a split, nothing shared for all apart."""
    true = ["a", "a", "a", "b", "b"]
    assert measure(true, [1, 1, 1, 2, 2]) == 1
    assert 0 < measure(true, [1, 1, 1, 1, 1]) < 1
    assert 0 < measure(true, [1, 1, 3, 2, 2]) < 1
    assert pairwise_f1(true, [1, 2, 3, 4, 5]) == 0


def test_measures_against_counted_examples() -> None:
    """Pairs: four true, three found, three both; B-cubed by Bagga and Baldwin's definition, by hand."""
    true, found = ["a", "a", "a", "b", "b"], [1, 1, 3, 2, 2]
    assert pairwise_f1(true, found) == pytest.approx(2 * 1.0 * 0.5 / 1.5)
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5
    assert b_cubed_f1(true, found) == pytest.approx(2 * recall / (1 + recall))
