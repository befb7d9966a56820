"""Anchors (锚题): on every form, each in one place, with nothing like them beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.content import QuestionType
from quizzes.assembly import AnchorsUnfit, PoolTooSmall, assemble
from tests.factories.assembly import make_blueprint, make_item, make_section

POOL = [make_item(number, provisions=[f"第{number % 20}条"]) for number in range(40)]
ANCHORED = [replace(item, is_anchor=item.id in {3, 17}) for item in POOL]
TEN = make_blueprint(make_section(10))


def ids(draw):
    return [item.id for item in draw.items]


def test_anchors_are_on_every_form_and_the_rest_differs():
    draws = assemble(TEN, ANCHORED, seed=1, forms=3)

    assert [{3, 17} <= set(ids(draw)) for draw in draws] == [True] * 3
    assert [len(set(ids(draw))) for draw in draws] == [10] * 3
    rest = [id_ for draw in draws for id_ in ids(draw) if id_ not in {3, 17}]
    assert len(set(rest)) == len(rest)


def test_nothing_like_an_anchor_stands_beside_it():
    pool = [make_item(1, digest="same", is_anchor=True), make_item(2, digest="same"), make_item(3), make_item(4)]

    for seed in range(20):
        (draw,) = assemble(make_blueprint(make_section(2)), pool, seed)

        assert 1 in ids(draw)
        assert 2 not in ids(draw)


def test_anchors_make_room_for_one_another():
    """The general section could take either; only one of them may stand in the section of the topic."""
    blueprint = make_blueprint(make_section(1), make_section(1, "党章", title="党章题"))
    pool = [make_item(1, "党章", is_anchor=True), make_item(2, is_anchor=True), make_item(3, "党章"), make_item(4)]

    (draw,) = assemble(blueprint, pool, seed=1)

    assert [[item.id for item in section.items] for section in draw.sections] == [[2], [1]]


@pytest.mark.parametrize(
    "pool",
    [
        [make_item(1, kind=QuestionType.TRUE_FALSE, is_anchor=True), make_item(2), make_item(3)],
        [make_item(1, digest="same", is_anchor=True), make_item(2, digest="same", is_anchor=True), make_item(3)],
        [make_item(number, is_anchor=True) for number in range(3)],
    ],
    ids=["no section of its type", "too like another", "more than the paper holds"],
)
def test_anchors_without_a_place_are_named(pool):
    with pytest.raises(AnchorsUnfit) as refused:
        assemble(make_blueprint(make_section(2)), pool, seed=1)

    assert len(refused.value.anchors) == 1
    assert all(item.is_anchor for item in refused.value.anchors)


@settings(max_examples=60, deadline=None)
@given(
    anchors=st.sets(st.integers(0, 39), max_size=10),
    forms=st.integers(1, 4),
    seed=st.integers(0, 1000),
)
def test_every_form_holds_the_anchors_and_keeps_the_blueprint(anchors, forms, seed):
    pool = [replace(item, is_anchor=item.id in anchors) for item in POOL]

    try:
        draws = assemble(TEN, pool, seed, forms)
    except PoolTooSmall:
        raise AssertionError("forty questions are enough for ten") from None

    for draw in draws:
        assert anchors <= set(ids(draw))
        assert len(set(ids(draw))) == 10
