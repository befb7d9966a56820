"""A year in one picture: a line for each duty, a field for each period, and what can be done about it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from learning.schemes.model import Requirement
from learning.schemes.periods import PeriodKind, Span
from learning.schemes.status import State, Status

MONTHS = 12
#: What a field that stands for several periods shows: the first of these that is among them.
_GRAVEST = (State.LATE, State.DUE, State.MET, State.EXEMPT, State.UNSET)
#: Periods shorter than a month share the field of the month they begin in.
_SHORT = {PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.FORTNIGHT, PeriodKind.CLASS}


@dataclass(frozen=True, slots=True)
class Field:
    """So many months side by side: how the periods that begin in them stand; without any, they are still to come."""

    months: int
    statuses: tuple[Status, ...] = ()

    @property
    def state(self) -> State | None:
        """Return the gravest state of its periods."""
        return gravest(self.statuses)

    @property
    def met(self) -> int:
        """Return how many of its periods are met."""
        return sum(status.state is State.MET for status in self.statuses)

    @property
    def counted(self) -> int:
        """Return how many of its periods ask for something."""
        return sum(status.state not in {State.EXEMPT, State.UNSET} for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Line:
    """A duty over the year."""

    requirement: Requirement
    fields: tuple[Field, ...]

    @property
    def counts(self) -> Counter[State]:
        """Return how many periods stand how."""
        return Counter(status.state for field in self.fields for status in field.statuses)


def gravest(statuses: Iterable[Status]) -> State | None:
    """Return the state that somebody should hear of first; none of nothing."""
    found = {status.state for status in statuses}
    return next((state for state in _GRAVEST if state in found), None)


def year_lines(statuses: Iterable[Status], year: Span) -> list[Line]:
    """Return a line for each duty in the order they come, with fields that fill the year's twelve months."""
    by_duty: dict[str, list[Status]] = {}
    for status in statuses:
        by_duty.setdefault(status.requirement.key, []).append(status)
    return [Line(found[-1].requirement, tuple(_fields(found, year))) for found in by_duty.values()]


def _fields(statuses: Sequence[Status], year: Span) -> Iterable[Field]:
    by_month: dict[int, list[Status]] = {}
    lengths: dict[int, int] = {}
    for status in statuses:
        first = max(_month(status.period.first, year), 0)
        last = first if status.requirement.period.kind in _SHORT else min(_month(status.period.last, year), MONTHS - 1)
        by_month.setdefault(first, []).append(status)
        lengths[first] = max(lengths.get(first, 1), last - first + 1)
    month = 0
    while month < MONTHS:
        following = min([begun for begun in by_month if begun > month], default=MONTHS)
        length = min(lengths.get(month, 1), following - month)
        yield Field(length, tuple(by_month.get(month, ())))
        month += length


def _month(day: date, year: Span) -> int:
    return (day.year - year.first.year) * MONTHS + day.month - year.first.month


def to_do(statuses: Iterable[Status], on: date) -> list[Status]:
    """Return what is due in periods that run now, soonest first, soft targets last.

    What is late of a period that is over cannot be made up for; it is told by the picture.
    """
    due = [status for status in statuses if status.state is State.DUE and on in status.period]
    return sorted(due, key=lambda status: (status.requirement.is_soft, status.period.last))
