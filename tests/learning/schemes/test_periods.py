"""When duties are owed: periods tile the time, in the calendar's lengths; workdays are the announced ones."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.schemes.periods import Period, PeriodKind, Span, spans
from learning.schemes.workdays import chinese_workdays, read_workdays

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
TILING = [
    PeriodKind.DAY,
    PeriodKind.WEEK,
    PeriodKind.FORTNIGHT,
    PeriodKind.MONTH,
    PeriodKind.TWO_MONTHS,
    PeriodKind.QUARTER,
    PeriodKind.HALF_YEAR,
    PeriodKind.YEAR,
]

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("kind", "count"),
    [("day", 365), ("month", 12), ("two_months", 6), ("quarter", 4), ("half_year", 2), ("year", 1), ("rota", 1)],
)
def test_a_year_has_so_many(kind, count):
    assert len(spans(Period(PeriodKind(kind)), YEAR)) == count


@given(
    kind=st.sampled_from(TILING),
    one=days,
    other=days,
    anchor=days,
    start=st.tuples(st.integers(1, 12), st.integers(1, 28)),
)
def test_periods_follow_one_another_without_gap_or_overlap(kind, one, other, anchor, start):
    within = Span(min(one, other), max(one, other))

    found = spans(Period(kind, anchor=anchor, year_start=start), within)

    assert found[0].first <= within.first
    assert found[-1].last >= within.last
    for earlier, later in pairwise(found):
        assert later.first == earlier.last + timedelta(days=1)


@given(kind=st.sampled_from(TILING), day=days, other=days)
def test_the_period_of_a_day_does_not_depend_on_where_one_looks_from(kind, day, other):
    wide = Span(min(day, other), max(day, other))

    (narrow,) = spans(Period(kind), Span(day, day))

    assert narrow in spans(Period(kind), wide)


def test_weeks_begin_on_monday_and_fortnights_at_their_anchor():
    (week,) = spans(Period(PeriodKind.WEEK), Span(date(2026, 11, 22), date(2026, 11, 22)))
    fortnight = Period(PeriodKind.FORTNIGHT, anchor=date(2026, 11, 6))

    assert week == Span(date(2026, 11, 16), date(2026, 11, 22))
    assert spans(fortnight, Span(date(2026, 11, 16), date(2026, 11, 16))) == [
        Span(date(2026, 11, 16), date(2026, 11, 29))
    ]


def test_a_part_of_the_month_is_a_period_of_its_own():
    middle = Period(PeriodKind.MONTH, days=(11, 20))
    end = Period(PeriodKind.MONTH, days=(21, 31))
    february = Span(date(2026, 2, 1), date(2026, 2, 28))

    assert spans(middle, february) == [Span(date(2026, 2, 11), date(2026, 2, 20))]
    assert spans(end, february) == [Span(date(2026, 2, 21), date(2026, 2, 28))]
    assert spans(middle, Span(date(2026, 2, 1), date(2026, 2, 5))) == []


def test_a_scheme_may_begin_its_year_in_another_month():
    school = Period(PeriodKind.YEAR, year_start=(9, 1))

    assert spans(school, Span(date(2026, 3, 1), date(2026, 3, 1))) == [Span(date(2025, 9, 1), date(2026, 8, 31))]


def test_what_begins_later_has_no_periods_before():
    from_march = Period(PeriodKind.MONTH, since=date(2026, 3, 1))

    assert [span.first.month for span in spans(from_march, YEAR)] == list(range(3, 13))


def test_campaigns_and_classes_have_their_own_days():
    campaign = Period(PeriodKind.CAMPAIGN, since=date(2026, 4, 1), until=date(2026, 6, 30))
    three_days = Span(date(2026, 5, 11), date(2026, 5, 13))

    assert spans(campaign, YEAR) == [Span(date(2026, 4, 1), date(2026, 6, 30))]
    assert spans(Period(PeriodKind.CLASS), YEAR, given=[three_days]) == [three_days]
    assert spans(Period(PeriodKind.CLASS), YEAR) == []


def statutory(year):
    """Return how many days of holiday the law gives: 13 since 2025 (全国年节及纪念日放假办法), 11 before."""
    return 13 if year >= 2025 else 11


@pytest.mark.parametrize("year", sorted(chinese_workdays().years))
def test_workdays_of_a_year_are_those_the_law_leaves(year):
    """Make-up days only move weekends about; on a weekend falls no day of holiday that is not made up for."""
    workdays = chinese_workdays()
    whole = list(Span(date(year, 1, 1), date(year, 12, 31)).days())
    weekends = sum(day.weekday() >= 5 for day in whole)

    assert sum(day in workdays for day in whole) == len(whole) - weekends - statutory(year)
    assert all(day.weekday() >= 5 for day in workdays.made_up)


def test_an_unknown_year_has_weekends_alone():
    workdays = chinese_workdays()

    assert not workdays.knows(Span(date(2026, 12, 31), date(2099, 1, 1)))
    assert date(2099, 1, 1) in workdays
    assert date(2099, 1, 3) not in workdays


def test_data_of_another_shape_is_named():
    with pytest.raises(ValueError, match="2030 年的节假日读不懂"):
        read_workdays({2030: {"holidays": [["元旦"]], "made_up": []}})
