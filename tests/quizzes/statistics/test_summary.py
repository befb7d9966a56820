from __future__ import annotations

import pytest

from quizzes.statistics import Summary, summary


def test_summary():
    assert summary([9000, 5950, 6000, 7550], pass_mark=6000) == Summary(
        count=4,
        mean=7125.0,
        median=6775.0,
        highest=9000,
        lowest=5950,
        deviation=pytest.approx(1454.0174231, rel=1e-9),
        pass_count=3,
        pass_rate=0.75,
        is_small=True,
    )


def test_summary_of_nobody_says_nothing():
    assert summary([], pass_mark=6000) == Summary(0, None, None, None, None, None, 0, None, is_small=True)


def test_summary_of_one_person_has_no_spread():
    assert summary([8000]) == Summary(1, 8000.0, 8000.0, 8000, 8000, None, None, None, is_small=True)


@pytest.mark.parametrize(("count", "is_small"), [(4, True), (5, False)])
def test_a_small_group_is_flagged(count, is_small):
    assert summary([6000] * count).is_small is is_small
