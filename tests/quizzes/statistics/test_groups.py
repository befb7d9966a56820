from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import (
    answer_counts,
    facility_by_group,
    option_counts,
    score_groups,
    upper_lower_index,
)
from tests.quizzes.statistics.gold import needs_gold, read


def test_nine_different_totals_fall_into_three_threes():
    assert score_groups([9, 1, 5, 8, 2, 6, 7, 3, 4]) == [2, 0, 1, 2, 0, 1, 2, 0, 1]


def test_equal_totals_stay_together():
    assert score_groups([1, 2, 2, 2, 2, 3]) == [0, 0, 0, 0, 0, 2]


def test_those_of_the_highest_score_are_the_top_where_they_are_more_than_a_third():
    assert score_groups([5, 9, 9, 9, 2]) == [0, 2, 2, 2, 0]


@pytest.mark.parametrize("totals", [[], [4], [4, 4, 4]])
def test_without_differences_there_is_no_top(totals):
    assert score_groups(totals) == [0] * len(totals)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=40), st.integers(2, 5))
def test_groups_follow_the_totals(totals, groups):
    found = score_groups(totals, groups)

    pairs = sorted(zip(totals, found, strict=True))
    assert found == [dict(pairs)[total] for total in totals]
    assert [group for _total, group in pairs] == sorted(found)
    if min(totals) < max(totals):
        assert (min(found), max(found)) == (0, groups - 1)


def test_facility_by_group_and_its_index():
    by_group = facility_by_group([100, 0, 100, 100], 100, [0, 0, 2, 2])

    assert (by_group, upper_lower_index(by_group)) == ([0.5, None, 1.0], 0.5)
    assert upper_lower_index([0.5, None, None]) is None


def test_options_and_whole_answers_are_counted_by_group():
    membership = [0, 1, 2, 2]
    picked = [("a",), ("a", "b"), ("b",), ()]

    options = option_counts(["a", "b", "c"], picked, membership)
    answers = answer_counts(picked, membership)

    assert [(each.answer, each.by_group) for each in options] == [
        ("a", (1, 1, 0)),
        ("b", (0, 1, 1)),
        ("c", (0, 0, 0)),
    ]
    assert [(each.answer, each.total) for each in answers] == [(("a",), 1), (("a", "b"), 1), (("b",), 1), ((), 1)]


@needs_gold
def test_groups_and_options_agree_with_the_r_package_ctt():
    """Its table cuts at the quartiles; for each option the share of every group that chose it, and upper less lower."""
    totals = [sum(map(int, row.values())) for row in read("r/CTTdata_scored.csv")]
    chosen = read("r/CTTdata_raw.csv")
    membership = score_groups(totals, 4)
    sizes = [membership.count(group) for group in range(4)]

    found = [
        (item, choice.answer, choice.total, *(n / size for n, size in zip(choice.by_group, sizes, strict=True)))
        for item in chosen[0]
        for choice in option_counts("ABCD", [row[item] for row in chosen], membership, 4)
    ]

    names = ("lower", "mid50", "mid75", "upper")
    expected = read("r/CTT_distractorAnalysis.csv")
    assert [each[:3] for each in found] == [(row["item"], row["key"], int(row["n"])) for row in expected]
    assert [each[3:] for each in found] == [
        tuple(pytest.approx(float(row[name]), abs=1e-12) for name in names) for row in expected
    ]
    assert [upper_lower_index(each[3:]) for each in found] == pytest.approx([float(row["discrim"]) for row in expected])
