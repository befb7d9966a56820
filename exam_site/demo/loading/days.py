"""The demo's days, counted from the day on which it is loaded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from exam_site.demo.sources import load_notes

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")

_NUMERALS = "一二三四"
_DAY = timedelta(days=1)
_TWO_WEEKS = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year; `number` is 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}年第{_NUMERALS[self.number - 1]}季度"

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def before(self) -> Quarter:
        """The quarter before this one."""
        return quarter_of(self.first_day - _DAY)

    @property
    def last_day(self) -> date:
        in_the_next = self.first_day + timedelta(days=95)
        return quarter_of(in_the_next).first_day - _DAY


@dataclass(frozen=True, slots=True)
class DemoDays:
    """Answers what stands on which day when the demo is loaded at `now`."""

    now: datetime
    #: By which preset the office works, where that is not what it works by already.
    scheme: str = ""

    @property
    def today(self) -> date:
        return self.now.astimezone(OFFICE_ZONE).date()

    @property
    def quarter(self) -> Quarter:
        """The quarter that runs."""
        return quarter_of(self.today)

    @property
    def scheme_day(self) -> date:
        """From when the office works by its scheme: the first of a month, two weeks ago or more."""
        return (self.today - _TWO_WEEKS).replace(day=1)

    def day(self, written: date) -> date:
        """Return a day of the content in the year in which all of it lies behind, and not by more than a year."""
        newest = max(note.reviewed_on or note.written_on for note in load_notes())
        years = self.today.year - newest.year - (self.today < newest.replace(year=self.today.year))
        return written.replace(year=written.year + years)

    def moment(self, written: date, clock: str) -> datetime:
        """Return a time of day, "09:30", on a day of the content."""
        return at(self.day(written), clock)


def at(day: date, clock: str) -> datetime:
    """Return a time of day, "09:30", as the office's clock shows it."""
    return datetime.combine(day, time.fromisoformat(clock), OFFICE_ZONE)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def weekday_before(day: date, weekday: int) -> date:
    """Return the last Monday (1) to Sunday (7) before a day."""
    return day - timedelta(days=(day.isoweekday() - weekday - 1) % 7 + 1)
