from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from exam_site.demo.loading.days import DemoDays, Quarter, at, quarter_of, weekday_before
from exam_site.demo.sources import load_notes


def days_on(year, month, day):
    return DemoDays(datetime(year, month, day, 4, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "quarter", "before", "last_day"),
    [
        (date(2026, 1, 1), Quarter(2026, 1), Quarter(2025, 4), date(2026, 3, 31)),
        (date(2026, 6, 30), Quarter(2026, 2), Quarter(2026, 1), date(2026, 6, 30)),
        (date(2026, 11, 22), Quarter(2026, 4), Quarter(2026, 3), date(2026, 12, 31)),
    ],
)
def test_quarters_follow_one_another(day, quarter, before, last_day):
    found = quarter_of(day)

    assert (found, found.before, found.last_day) == (quarter, before, last_day)


def test_a_quarter_is_spoken_of_as_offices_do():
    assert str(Quarter(2026, 3)) == "2026年第三季度"


@pytest.mark.parametrize(
    ("today", "shown_as"),
    [
        ((2026, 11, 22), date(2026, 11, 18)),
        # All of the content must lie behind, also on its last day.
        ((2026, 11, 19), date(2026, 11, 18)),
        ((2026, 11, 18), date(2025, 11, 18)),
        ((2027, 5, 4), date(2026, 11, 18)),
        ((2027, 11, 19), date(2027, 11, 18)),
    ],
)
def test_days_of_the_content_move_by_whole_years(today, shown_as):
    assert days_on(*today).day(date(2026, 11, 18)) == shown_as


@pytest.mark.parametrize("today", [(2025, 2, 28), (2026, 1, 1), (2026, 11, 22), (2028, 2, 29)])
def test_no_note_lies_ahead(today):
    days = days_on(*today)

    assert [note.title for note in load_notes() if days.day(note.reviewed_on or note.written_on) > days.today] == []


def test_today_is_the_day_on_the_offices_wall():
    assert DemoDays(datetime(2026, 11, 21, 16, 30, tzinfo=UTC)).today == date(2026, 11, 22)


def test_at_is_a_time_on_the_offices_clock():
    assert at(date(2026, 9, 16), "09:00") == datetime(2026, 9, 16, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "friday"),
    [
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 13)),
    ],
)
def test_weekday_before_is_never_the_day_itself(day, friday):
    assert weekday_before(day, 5) == friday
