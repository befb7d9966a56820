"""When a duty is owed: days, weeks, months and their parts, quarters, the scheme's year, a class, a campaign."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
#: A week of seven days from the anchor's on, twice over.
_FORTNIGHT = timedelta(days=14)


class PeriodKind(StrEnum):
    """The lengths in which offices ask for things; the values stand in scheme files."""

    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    TWO_MONTHS = "two_months"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    CAMPAIGN = "campaign"
    CLASS = "class"
    ROTA = "rota"


#: How many months of the scheme's year a period takes.
_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.TWO_MONTHS: 2,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
    # Everybody's turn comes once a round, and a round is a year unless the file says from when to when.
    PeriodKind.ROTA: 12,
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from the first to the last, both within."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[date]:
        """Yield its days."""
        day = self.first
        while day <= self.last:
            yield day
            day += _DAY

    def overlap(self, other: Span) -> Span | None:
        """Return what both have in common."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Period:
    """How often a duty is owed.

    `anchor` is a day of the first of the fortnights. `days` narrows a month to a part of it, from the first to the
    last day (11 to 20 for 中旬); a month that is shorter ends it. `since` and `until` bound the whole; of a campaign
    they are the campaign. `not_before` is a month and day before which nothing is owed in any year. `year_start` is
    the month and day on which the scheme's year begins.
    """

    kind: PeriodKind
    anchor: date | None = None
    days: tuple[int, int] | None = None
    since: date | None = None
    until: date | None = None
    not_before: tuple[int, int] | None = None
    year_start: tuple[int, int] = (1, 1)


def spans(period: Period, within: Span, *, given: Sequence[Span] = ()) -> list[Span]:
    """Return the periods that have a day within a span, in order; `given` are those of a class.

    A period is whole even where the span or the bounds cut it: what is owed for a part of it is the engine's to say.
    Only those that lie wholly outside the bounds are left out.
    """
    if period.kind is PeriodKind.CLASS:
        found: Iterator[Span] = iter(sorted(given))
    elif period.kind is PeriodKind.CAMPAIGN or (period.kind is PeriodKind.ROTA and period.since and period.until):
        found = iter([Span(period.since or within.first, period.until or within.last)])
    elif period.kind is PeriodKind.DAY:
        found = (Span(day, day) for day in within.days())
    elif period.kind in {PeriodKind.WEEK, PeriodKind.FORTNIGHT}:
        found = _weeks(period, within)
    else:
        found = _months(period, within)
    bounds = Span(period.since or date.min, period.until or date.max)
    begins = period.not_before or (1, 1)
    return [
        span
        for span in found
        if span.overlap(within) and span.overlap(bounds) and span.last >= date(span.last.year, *begins)
    ]


def _weeks(period: Period, within: Span) -> Iterator[Span]:
    """Weeks begin on Monday; fortnights are counted from the Monday of the anchor's week."""
    anchor = period.anchor or date(2024, 1, 1)
    length = _FORTNIGHT if period.kind is PeriodKind.FORTNIGHT else _WEEK
    monday = anchor - _DAY * anchor.weekday()
    first = monday + (within.first - monday) // length * length
    while first <= within.last:
        yield Span(first, first + length - _DAY)
        first += length


def _months(period: Period, within: Span) -> Iterator[Span]:
    length = _MONTHS[period.kind]
    month, day = period.year_start
    begin = date(within.first.year - 1, month, day)
    while begin <= within.last:
        after = _months_later(begin, length, day)
        whole = Span(begin, after - _DAY)
        if whole.last >= within.first:
            yield _part(whole, period.days) if period.days else whole
        begin = after


def _months_later(begin: date, months: int, day: int) -> date:
    years, month = divmod(begin.month - 1 + months, 12)
    year, month = begin.year + years, month + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _part(month: Span, days: tuple[int, int]) -> Span:
    last = (month.last - month.first).days + 1
    first_day, last_day = (min(day, last) for day in days)
    return Span(month.first + _DAY * (first_day - 1), month.first + _DAY * (last_day - 1))
