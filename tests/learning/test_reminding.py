"""When somebody is reminded and when not: the rules alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.reminding import (
    NoticeLine,
    QuietHours,
    are_few_left,
    digest_is_due,
    first_moment,
    is_notice_day,
    is_pressing,
    next_try,
    notice_text,
)
from learning.schemes.periods import Span
from learning.schemes.workdays import chinese_workdays

WORKDAYS = chinese_workdays()
NIGHT = QuietHours(time(22), time(7))
SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30))
WEEK = Span(date(2026, 10, 12), date(2026, 10, 18))

quiet_hours = st.builds(QuietHours, st.times(), st.times())
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds are naive
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("period", "on", "lead", "pressing"),
    [
        # After the 22nd come 23, 24, 28, 29 and 30 September: the 25th is Mid-Autumn, a weekend follows.
        (SEPTEMBER, date(2026, 9, 22), 5, True),
        (SEPTEMBER, date(2026, 9, 22), 4, False),
        (SEPTEMBER, date(2026, 9, 29), 1, True),
        (SEPTEMBER, date(2026, 9, 30), 1, True),
        (SEPTEMBER, date(2026, 10, 1), 5, False),
        # However long the lead: a week's duty from Wednesday, a day's on the day.
        (WEEK, date(2026, 10, 13), 30, False),
        (WEEK, date(2026, 10, 14), 30, True),
        (WEEK, date(2026, 10, 18), 0, True),
        (Span(date(2026, 10, 12), date(2026, 10, 12)), date(2026, 10, 12), 5, True),
        # A weekend eats nothing: from Friday to Monday is one workday.
        (Span(date(2026, 10, 1), date(2026, 10, 19)), date(2026, 10, 16), 1, True),
    ],
)
def test_presses_in_the_last_workdays_and_never_before_the_last_third(period, on, lead, pressing):
    assert is_pressing(period, on, lead=lead, workdays=WORKDAYS) is pressing


@given(days, st.integers(1, 200), st.integers(0, 30))
def test_once_it_presses_it_presses_to_the_end(first, length, lead):
    period = Span(first, first + timedelta(days=length - 1))
    pressing = [is_pressing(period, day, lead=lead, workdays=WORKDAYS) for day in period.days()]

    assert pressing[-1]
    assert pressing == sorted(pressing)


def test_what_is_over_has_no_days_left():
    assert are_few_left(date(2026, 10, 8), date(2026, 10, 1), at_most=0, workdays=WORKDAYS)


@pytest.mark.parametrize(
    ("quiet", "moment", "is_quiet"),
    [
        (NIGHT, time(23), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7), False),
        (NIGHT, time(12), False),
        (QuietHours(time(12), time(14)), time(13), True),
        (QuietHours(time(12), time(14)), time(14), False),
        (QuietHours(time(8), time(8)), time(8), False),
    ],
)
def test_quiet_hours_run_over_midnight_too(quiet, moment, is_quiet):
    assert (moment in quiet) is is_quiet


@given(moments, st.lists(quiet_hours, max_size=3))
def test_the_first_moment_is_never_quiet_and_never_before(moment, quiet):
    found = first_moment(moment, quiet)

    if found is None:
        ends = [datetime.combine(moment.date(), each.ends, UTC) for each in quiet]
        assert all(any(each.time() in one for one in quiet) for each in (moment, *ends))
    else:
        assert found >= moment
        assert not any(found.time() in each for each in quiet)


@pytest.mark.parametrize(
    ("is_weekly", "on", "last", "due"),
    [
        (False, date(2026, 10, 12), None, True),
        (False, date(2026, 10, 12), date(2026, 10, 12), False),
        (False, date(2026, 10, 13), date(2026, 10, 12), True),
        (False, date(2026, 10, 17), None, False),  # Saturday
        (False, date(2026, 10, 1), None, False),  # National Day
        (False, date(2026, 10, 10), None, True),  # a Saturday that is worked
        (True, date(2026, 10, 13), date(2026, 10, 12), False),
        (True, date(2026, 10, 19), date(2026, 10, 12), True),
        (True, date(2026, 10, 14), date(2026, 10, 9), True),  # nothing went out on Monday
    ],
)
def test_a_digest_goes_once_a_workday_or_once_a_week(is_weekly, on, last, due):
    assert digest_is_due(is_weekly=is_weekly, on=on, last=last, workdays=WORKDAYS) is due


@pytest.mark.parametrize(
    ("weekday", "week", "told"),
    [
        (0, date(2026, 10, 12), [date(2026, 10, 12)]),
        # Thursday, the first of October, is off, and so is the rest of that week.
        (3, date(2026, 9, 28), [date(2026, 9, 30)]),
        (0, date(2026, 10, 5), [date(2026, 10, 8)]),
    ],
)
def test_a_group_is_told_once_a_week_on_a_workday(weekday, week, told):
    found = [week + timedelta(days=number) for number in range(7)]

    assert [day for day in found if is_notice_day(weekday, day, WORKDAYS)] == told


def test_gives_up_after_four_tries():
    at = datetime(2026, 10, 12, 8, tzinfo=UTC)

    assert [next_try(tries, at) for tries in range(1, 5)] == [
        at + timedelta(minutes=5),
        at + timedelta(minutes=30),
        at + timedelta(hours=2),
        None,
    ]


def test_a_notice_counts_and_names_only_when_asked():
    lines = [
        NoticeLine("读书笔记", date(2026, 10, 31), 3),
        NoticeLine("调研文章", date(2026, 10, 31), 1, names=("程立新",)),
        NoticeLine("集中学习", date(2026, 10, 31), 2, is_units=True),
    ]

    assert notice_text("干部科", date(2026, 10, 26), lines, "https://jijikao.example") == (
        "【提醒】干部科，10月26日\n近期要完成的：\n"
        "1. 读书笔记，10月31日前，还有 3 人没有完成\n"
        "2. 调研文章，10月31日前，还有 1 人没有完成：程立新\n"
        "3. 集中学习，10月31日前，还有 2 个单位没有完成\n"
        "查看和填报：https://jijikao.example"
    )
    assert "近期没有要催的事" in notice_text("干部科", date(2026, 10, 26), [], "https://jijikao.example")
