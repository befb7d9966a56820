"""The geometry of the distribution picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.organizing.charts import distribution_chart
from quizzes.statistics import distribution

scores = st.lists(st.integers(0, 10_000), min_size=1, max_size=60)


@given(scores, st.integers(0, 10_000))
def test_bars_stand_side_by_side_inside_the_picture(values, pass_mark):
    chart = distribution_chart(distribution(values, 10_000, pass_mark))

    for bar, following in zip(chart.bars, chart.bars[1:], strict=False):
        assert bar.x + bar.width < following.x
    assert all(chart.left <= bar.x and bar.x + bar.width <= chart.right for bar in chart.bars)
    assert all(bar.y >= 0 and bar.y + bar.height == pytest.approx(chart.base, abs=0.11) for bar in chart.bars)
    assert sum(bar.count for bar in chart.bars) == len(values)


@given(scores)
def test_heights_are_in_proportion(values):
    chart = distribution_chart(distribution(values, 10_000, 6_000))
    highest = max(chart.bars, key=lambda bar: bar.count)

    for bar in chart.bars:
        assert bar.height / highest.height == pytest.approx(bar.count / highest.count, abs=0.001)


@given(scores, st.integers(0, 10_000))
def test_the_pass_line_parts_who_passed_from_who_did_not(values, pass_mark):
    chart = distribution_chart(distribution(values, 10_000, pass_mark))

    assert all((bar.middle > chart.pass_x) == bar.is_pass for bar in chart.bars)


def test_nobody_makes_flat_bars():
    chart = distribution_chart(distribution([], 10_000, 6_000))

    assert {bar.height for bar in chart.bars} == {0}
