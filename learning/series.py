"""The days of a series: every week, every second week."""

from __future__ import annotations

from datetime import date, timedelta

from learning.schemes.workdays import Workdays

#: Nobody plans further ahead at once.
LONGEST = 60


def series_days(first: date, *, weeks: int, until: date, workdays: Workdays) -> list[date]:
    """Return the days from the first on, so many weeks apart, that people work; a day off is left out, not moved.

    The first day stays whatever it is: somebody chose it.
    """
    days: list[date] = []
    day = first
    while day <= until and len(days) < LONGEST:
        if day == first or day in workdays:
            days.append(day)
        day += timedelta(weeks=weeks)
    return days
