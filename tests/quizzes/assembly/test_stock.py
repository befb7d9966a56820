"""A stock from which each candidate draws: any draw keeps the blueprint."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.content import QuestionType
from quizzes.assembly import PoolTooSmall, assemble_stock, draw_from, stock_from_json, stock_to_json
from tests.factories.assembly import make_blueprint, make_item, make_section

BLUEPRINT = make_blueprint(
    make_section(4, title="单选题", topic_counts={"党章": 2}),
    make_section(2, title="判断题", kind=QuestionType.TRUE_FALSE),
)
POOL = [
    *(make_item(number, "党章", provisions=[f"第{number % 7}条"]) for number in range(12)),
    *(make_item(number, "监察法", provisions=[f"第{number % 5}条"]) for number in range(100, 115)),
    *(make_item(number, kind=QuestionType.TRUE_FALSE) for number in range(200, 209)),
]


def frozen(pool=POOL, forms=3, seed=1):
    """Return the long form, and its rows after a journey through JSON; each question takes its own id as number."""
    draw, rows = assemble_stock(BLUEPRINT, pool, seed, forms)
    numbers = {item.id: [item.id] for item in draw.items}
    return draw, stock_from_json(json.loads(json.dumps(stock_to_json(rows, numbers))))


def test_a_stock_holds_what_the_forms_would():
    draw, rows = frozen()

    assert [len(section.items) for section in draw.sections] == [12, 6]
    assert [(row.count, len(row.items)) for row in rows] == [(2, 6), (2, 6), (2, 6)]
    assert len({item.digest for item in draw.items}) == 18


def test_a_stock_takes_what_there_is():
    _draw, rows = frozen(forms=20)

    assert sum(len(row.items) for row in rows[:2]) == 27
    assert len(rows[2].items) == 9


def test_a_stock_that_is_too_small_for_one_paper_is_refused():
    with pytest.raises(PoolTooSmall):
        frozen(pool=POOL[:5])


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**63 - 1))
def test_every_draw_keeps_the_blueprint(seed):
    draw, rows = frozen()
    by_id = {item.id: item for item in draw.items}

    drawn = [by_id[number] for number in draw_from(rows, seed)]

    assert Counter(item.type for item in drawn) == {QuestionType.SINGLE_CHOICE: 4, QuestionType.TRUE_FALSE: 2}
    assert sum("党章" in item.topics for item in drawn) >= 2
    assert len({item.digest for item in drawn}) == 6


def test_a_seed_draws_the_same_for_ever_and_another_something_else():
    _draw, rows = frozen()

    assert sorted(draw_from(rows, 2026)) == [3, 6, 110, 112, 202, 205]
    assert len({draw_from(rows, seed) for seed in range(30)}) > 25


def test_every_question_has_its_chance():
    _draw, rows = frozen()

    drawn = Counter(number for seed in range(600) for number in draw_from(rows, seed))

    assert len(drawn) == 18
    assert min(drawn.values()) > 100


def test_provisions_repeat_only_where_they_must():
    pool = [make_item(number, provisions=["第一条" if number < 8 else f"第{number}条"]) for number in range(16)]
    _draw, rows = assemble_stock(make_blueprint(make_section(4)), pool, 1, 4)
    rows = stock_from_json(stock_to_json(rows, {item.id: [item.id] for item in pool}))

    for seed in range(50):
        assert sum(number < 8 for number in draw_from(rows, seed)) <= 1


def test_anchors_are_asked_of_everybody():
    pool = [replace(item, is_anchor=item.id in {5, 101, 203}) for item in POOL]
    _draw, rows = frozen(pool=pool)

    assert all({5, 101, 203} <= draw_from(rows, seed) for seed in range(50))
    assert all(len(draw_from(rows, seed)) == 6 for seed in range(50))


def test_a_case_is_drawn_whole():
    case = make_item(1, kind=QuestionType.CASE)
    blueprint = make_blueprint(make_section(1, kind=QuestionType.CASE))
    _draw, rows = assemble_stock(blueprint, [case, replace(case, id=2, digest="other")], 1, 2)
    rows = stock_from_json(stock_to_json(rows, {1: [1, 2, 3], 2: [4, 5]}))

    assert {draw_from(rows, seed) for seed in range(20)} == {frozenset({1, 2, 3}), frozenset({4, 5})}
