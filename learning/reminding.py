"""Reminders: of what, when, and when not. Settings and a moment in, a decision out; nothing here asks a clock.

Everything said here is said before something is over: what is late is told by pages that one opens oneself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from learning.schemes.periods import Span
from learning.schemes.workdays import Workdays

#: So many workdays before the end an office reminds that says nothing else.
LEAD = 5
_DAY = timedelta(days=1)
#: Nobody is reminded before the last third of a period: a week's duty on its Wednesday, a day's on the day.
_LAST_PART = 3
#: How long to wait after a message that did not go out; after the last of these it is given up.
_WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
#: What was being sent when the worker died is taken up again after this; mail servers answer within a minute.
CLAIM_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day until before another, over midnight too; from a time until the same time is never."""

    begins: time
    ends: time

    def __contains__(self, moment: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends

    def over(self, moment: datetime) -> datetime:
        """Return the first moment from this one on that is not quiet."""
        if moment.time() not in self:
            return moment
        ends = datetime.combine(moment.date(), self.ends, moment.tzinfo)
        return ends if ends > moment else ends + _DAY


def first_moment(moment: datetime, quiet: Sequence[QuietHours]) -> datetime | None:
    """Return the first moment within two days that none of several quiet hours covers, None where they leave none."""
    until = moment + 2 * _DAY
    found = moment
    while found <= until:
        later = found
        for each in quiet:
            later = each.over(later)
        if later == found:
            return found
        found = later
    return None


def is_pressing(period: Span, on: date, *, lead: int, workdays: Workdays) -> bool:
    """Return whether what is owed in a period is to be reminded of on a day.

    That is from `lead` workdays before its last day on, so that neither a weekend nor a holiday eats the time that is
    left, and never before the last third of the period.
    """
    return on in period and are_few_left(
        on, period.last, at_most=min(lead, period.length // _LAST_PART), workdays=workdays
    )


def are_few_left(on: date, last: date, *, at_most: int, workdays: Workdays) -> bool:
    """Return whether no more than so many workdays come after a day until a last one; none come when it is over."""
    left = 0
    day = on
    while day < last:
        day += _DAY
        left += day in workdays
        if left > at_most:
            return False
    return True


def digest_is_due(*, is_weekly: bool, on: date, last: date | None, workdays: Workdays) -> bool:
    """Return whether somebody is to get a digest on a day: on workdays, once a day or once a week."""
    if on not in workdays:
        return False
    return last is None or last < (_monday(on) if is_weekly else on)


def is_notice_day(weekday: int, on: date, workdays: Workdays) -> bool:
    """Return whether a group is to be told on a day: on its weekday (Monday is 0).

    Where that is a day off, on the next workday of the same week, or else on the last one before it.
    """
    monday = _monday(on)
    week = [monday + _DAY * number for number in range(7)]
    worked = [day for day in week if day in workdays]
    planned = week[weekday]
    found = next((day for day in worked if day >= planned), worked[-1] if worked else None)
    return on == found


def next_try(tries: int, at: datetime) -> datetime | None:
    """Return when to try again after so many tries, None once it is to be given up."""
    return at + _WAITS[tries - 1] if 0 < tries <= len(_WAITS) else None


def _monday(day: date) -> date:
    return day - _DAY * day.weekday()


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A duty that runs now: until when, who still owes it, named in the order of staff numbers or not at all."""

    name: str
    until: date
    count: int
    is_units: bool = False
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        unit = "个单位" if self.is_units else "人"
        named = f"：{'、'.join(self.names)}" if self.names else ""
        return f"{self.name}，{_said(self.until)}前，还有 {self.count} {unit}没有完成{named}"


def notice_text(unit: str, on: date, lines: Iterable[NoticeLine], address: str) -> str:
    """Return what is told to a group: what is due until when, how many still owe it, and where it is done."""
    told = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    head = f"【提醒】{unit}，{_said(on)}"
    body = ["近期要完成的：", *told] if told else ["近期没有要催的事。"]
    return "\n".join([head, *body, f"查看和填报：{address}"])


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"
