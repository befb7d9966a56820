from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import Reliability, reliability
from tests.quizzes.statistics.gold import needs_gold, read


def test_reliability_of_a_small_table():
    marks = [[200, 0, 100], [200, 100, 0], [0, 100, 0], [200, 0, 100], [0, 0, 0]]

    # Variances of the items 9600, 2400 and 2400, of the totals 16000: 3/2 * (1 - 14400/16000).
    assert reliability(marks) == Reliability(5, 3, pytest.approx(0.15), pytest.approx(130.3840), is_few=True)


@pytest.mark.parametrize("marks", [[], [[100, 0]], [[100], [0]], [[100, 0], [0, 100]]])
def test_where_totals_do_not_vary_nothing_is_said(marks):
    found = reliability(marks)

    assert (found.alpha, found.error) == (None, None)


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=2, max_size=30))
def test_of_items_right_or_wrong_it_is_kuder_and_richardsons_20(answers):
    totals = [sum(row) for row in answers]
    spread = statistics.pvariance(totals)
    shares = [statistics.fmean(item) for item in zip(*answers, strict=True)]

    found = reliability([[int(right) for right in row] for row in answers]).alpha

    if spread:
        kr20 = 4 / 3 * (1 - sum(share * (1 - share) for share in shares) / spread)
        assert found == pytest.approx(kr20, abs=1e-9)
    else:
        assert found is None


@needs_gold
def test_alpha_agrees_with_the_r_packages_ctt_and_ltm():
    """CTT gives .8127538 for its table; psych 0.2949971922 and 0.4534087354 for LSAT 6 and 7."""
    ctt = [[int(mark) for mark in row.values()] for row in read("r/CTTdata_scored.csv")]

    found = [reliability(each) for each in (ctt, *(list(_people(f"r/LSAT{form}_patterns.csv")) for form in (6, 7)))]

    assert [each.alpha for each in found] == pytest.approx([0.8127538, 0.2949971922, 0.4534087354], abs=5e-8)
    assert [each.count for each in found] == [100, 1000, 1000]


def _people(name):
    for row in read(name):
        *marks, times = row.values()
        yield from [[int(mark) for mark in marks]] * int(times)


@needs_gold
def test_alpha_and_error_agree_with_moodle():
    """Its coefficient of internal consistency is 100 alpha, its standard error is in marks; thirds are kept exact."""
    marks = [
        [round(float(mark) * 3 * 10_000) for name, mark in row.items() if name.startswith("slots")]
        for row in read("moodle/results00.csv")
    ]
    expected = {row["stat"]: float(row["value"]) for row in read("moodle/quizstats00_expected.csv")}

    found = reliability(marks)

    assert found.alpha * 100 == pytest.approx(expected["cic"], rel=1e-3)
    assert found.error / 30_000 == pytest.approx(expected["standarderror"], rel=1e-3)
