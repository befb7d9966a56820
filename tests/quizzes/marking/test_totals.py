from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import pass_line, total_of

SECTIONS = {"1": 1, "2": 1, "3": 2, "4": 2}


@pytest.mark.parametrize(
    ("marks", "total"),
    [
        ({}, 0),
        ({"1": 100, "2": 50, "3": 200}, 350),
        ({"1": 100, "3": None}, 100),
        ({"1": 100, "2": -50, "3": 200}, 250),
        ({"1": -50, "2": -50, "3": 200, "4": None}, 200),
        ({"1": -50, "3": -50}, 0),
    ],
)
def test_what_is_deducted_is_taken_from_the_own_section_until_nothing_is_left(marks, total):
    assert total_of(marks, SECTIONS) == total


@given(st.dictionaries(st.sampled_from(sorted(SECTIONS)), st.none() | st.integers(-500, 500)))
def test_a_total_is_never_below_nothing_nor_below_the_sum(marks):
    total = total_of(marks, SECTIONS)

    assert total >= max(0, sum(given or 0 for given in marks.values()))


@pytest.mark.parametrize(
    ("pass_marks", "maximum", "full", "line"),
    [(6000, 10_000, 10_000, 6000), (6000, 9800, 10_000, 5880), (6000, 9700, 10_000, 5820), (601, 1900, 2000, 571)],
)
def test_the_pass_line_keeps_its_share_rounded_up(pass_marks, maximum, full, line):
    assert pass_line(pass_marks, maximum=maximum, full=full) == line
