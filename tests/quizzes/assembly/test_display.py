from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.content import QuestionType
from quizzes.assembly import DisplaySlot, display_order

CHOICES = [DisplaySlot(number, ("a", "b", "c", "d")) for number in range(8)]
TRUE_FALSE = [DisplaySlot(number, ("t", "f"), QuestionType.TRUE_FALSE) for number in range(8, 16)]
KEPT = [DisplaySlot(16, ("a", "b", "c", "all of these"), keep_options=True)]
PAPER = (CHOICES, TRUE_FALSE, KEPT)


def shown(seed, *, questions=True, options=True, paper=PAPER):
    return display_order(seed, paper, shuffle_questions=questions, shuffle_options=options)


def ids(section):
    return [slot.id for slot in section]


def test_the_order_of_a_seed_never_changes():
    choices, _, _ = shown(2026)

    assert ids(choices) == [7, 6, 2, 1, 4, 0, 3, 5]
    assert choices[0].option_ids == ("a", "d", "b", "c")


@given(st.integers())
def test_each_question_stays_in_its_section_with_its_own_options(seed):
    for section, original in zip(shown(seed), PAPER, strict=True):
        assert sorted((slot.id, sorted(slot.option_ids)) for slot in section) == [
            (slot.id, sorted(slot.option_ids)) for slot in original
        ]


@given(st.integers())
def test_true_and_false_and_options_that_refer_to_each_other_keep_their_order(seed):
    _, true_false, kept = shown(seed)

    assert {slot.option_ids for slot in true_false} == {("t", "f")}
    assert kept == tuple(KEPT)


@given(st.integers())
def test_nothing_moves_with_both_switched_off(seed):
    assert shown(seed, questions=False, options=False) == tuple(map(tuple, PAPER))


@given(st.integers())
def test_one_kind_of_shuffling_does_not_disturb_the_other(seed):
    both, questions, options = shown(seed), shown(seed, options=False), shown(seed, questions=False)

    assert [ids(section) for section in both] == [ids(section) for section in questions]
    assert {slot.id: slot.option_ids for slot in both[0]} == {slot.id: slot.option_ids for slot in options[0]}


@pytest.mark.parametrize("flags", [{"options": False}, {"questions": False}])
def test_each_candidate_has_an_order_of_their_own(flags):
    assert len({shown(seed, **flags) for seed in range(50)}) == 50


CASES = [DisplaySlot(number, case="x" if number in {1, 2, 3} else "") for number in range(6)]


@given(st.integers())
def test_the_parts_of_a_case_stay_together_in_order(seed):
    (section,) = shown(seed, paper=(CASES,))

    order = ids(section)
    start = order.index(1)
    assert order[start : start + 3] == [1, 2, 3]
    assert sorted(order) == list(range(6))
