"""How a duty stands: records in, status with its evidence out. Nothing here asks a clock or a database."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from learning.schemes.model import LEVELS, Bounds, Filter, Measure, Requirement
from learning.schemes.periods import PeriodKind, Span, spans
from learning.schemes.workdays import Workdays

#: Attributes of a record under which its level, the number of its items and the characters of the shortest stand.
_LEVEL, _ITEMS, _SHORTEST = "level", "items", "shortest"
#: Parts what a record says several times under one name: a piece that came out in two papers.
SEVERAL = "|"
_ANY = Filter()


class State(StrEnum):
    """How a duty stands in a period; the values are the contract's words in JSON."""

    MET = "met"
    DUE = "due"
    LATE = "late"
    EXEMPT = "exempt"
    UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a record says that duties can ask for. `is_settled` once nobody has to decide on it any more."""

    key: str
    kind: str
    on: date
    is_settled: bool = True
    minutes: int = 0
    characters: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    #: The last day of what lasts: it counts in every period it reaches into.
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody owes nothing, of one duty or of all, and why."""

    span: Span
    reason: str
    requirement: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Since when and until when somebody belongs there, when they were away, and which classes they attend."""

    since: date = date.min
    until: date = date.max
    absences: Sequence[Absence] = ()
    classes: Sequence[Span] = ()


#: Of who was there before everything that is asked, and still is.
_ALWAYS = Circumstances()


@dataclass(frozen=True, slots=True)
class Status:
    """How a duty stands in one period. `threshold` is what is owed by this subject, prorated; `waiting` is worth what
    records are that somebody has still to decide on. `evidence` are the keys of the records that count, then those
    that wait.
    """

    requirement: Requirement
    period: Span
    value: int
    waiting: int
    bounds: Bounds | None
    state: State
    reason: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def threshold(self) -> int | None:
        """The lower bound, or the upper one where there is no lower."""
        if self.bounds is None:
            return None
        return self.bounds.most if self.bounds.least is None else self.bounds.least


class Records:
    """Somebody's records, in order and by kind, so that many duties can be asked of them."""

    def __init__(self, records: Iterable[Evidence]) -> None:
        self._by_kind: dict[str, list[Evidence]] = {}
        for record in sorted(records, key=lambda record: (record.on, record.key)):
            self._by_kind.setdefault(record.kind, []).append(record)

    def matching(self, requirement: Requirement) -> list[Evidence]:
        """Return the records of the kind a duty asks for that its filter lets pass, in the order of their days."""
        of_kind = self._by_kind.get(requirement.kind.value, [])
        return of_kind if requirement.where == _ANY else [each for each in of_kind if _passes(requirement.where, each)]


class Duty:
    """A requirement over a span of time as of a day: what is the same for everybody is worked out once.

    `asks` says of a period whether it is asked for at all.
    """

    def __init__(
        self,
        requirement: Requirement,
        within: Span,
        *,
        on: date,
        workdays: Workdays,
        asks: Callable[[Span], bool] = lambda _period: True,
    ) -> None:
        self.requirement = requirement
        self._asks = asks
        self._within = within
        self._on = on
        self._workdays = workdays
        self._for_all = [] if requirement.period.kind is PeriodKind.CLASS else self._begun(())
        self._firsts = [period.first for period in self._for_all]
        self._of_nothing = [_status(requirement, period, (), _ALWAYS, on, workdays) for period in self._for_all]

    @property
    def first_day(self) -> date:
        """The first day whose records can count; of a class, of the time that is looked at."""
        return min([self._within.first, *(period.first for period in self._for_all[:1])])

    def statuses(self, records: Records, who: Circumstances) -> list[Status]:
        """Return how it stands for somebody in each period that has begun; in which they never belonged, left out."""
        matching = self._in_each_period(records.matching(self.requirement), who)
        if self._were_there_all_along(who):
            return self._of_all_periods(matching)
        belongs = Span(who.since, who.until)
        return [
            _status(self.requirement, period, _within(period, matching), who, self._on, self._workdays)
            for period in self._for_all or self._begun(who.classes)
            if period.overlap(belongs)
        ]

    def _begun(self, given: Sequence[Span]) -> list[Span]:
        """Return the periods up to the day; a day off is none of a duty that workdays alone owe."""
        periods = spans(self.requirement.period, self._within, given=given)
        is_by_workday = self.requirement.workdays_only and self.requirement.period.kind is PeriodKind.DAY
        return [
            period
            for period in periods
            if period.first <= self._on
            and self._asks(period)
            and not (is_by_workday and period.first not in self._workdays)
        ]

    def _in_each_period(self, matching: list[Evidence], who: Circumstances) -> list[Evidence]:
        """Return records, with what lasts once for each period it reaches into, in the order of their days."""
        if not any(record.until for record in matching):
            return matching
        periods = self._for_all or self._begun(who.classes)
        found = [record for record in matching if record.until is None]
        for record in matching:
            if record.until is not None and record.until >= record.on:
                lasts = Span(record.on, record.until)
                reached = [period for period in periods if period.overlap(lasts)]
                found += [replace(record, on=max(record.on, period.first)) for period in reached]
        return sorted(found, key=lambda record: (record.on, record.key))

    def _were_there_all_along(self, who: Circumstances) -> bool:
        if not self._for_all or who.absences:
            return False
        return who.since <= self._for_all[0].first and who.until >= self._for_all[-1].last

    def _of_all_periods(self, matching: Sequence[Evidence]) -> list[Status]:
        """Return the statuses of somebody who was always there: periods that hold nothing are the same for all."""
        records: dict[int, list[Evidence]] = {}
        for record in matching:
            place = bisect_right(self._firsts, record.on) - 1
            if place >= 0 and record.on <= self._for_all[place].last:
                records.setdefault(place, []).append(record)
        found = list(self._of_nothing)
        for place, held in records.items():
            found[place] = _judged(self.requirement, self._for_all[place], held, found[place].bounds, "", self._on)
        return found


def _within(period: Span, matching: Sequence[Evidence]) -> list[Evidence]:
    """Return the records of a period out of records in the order of their days."""
    first = bisect_left(matching, period.first, key=lambda record: record.on)
    last = bisect_right(matching, period.last, key=lambda record: record.on)
    return list(matching[first:last])


def _passes(where: Filter, record: Evidence) -> bool:
    told = record.attributes
    if any(not _says(told.get(name, ""), values) for name, values in where.equal.items()):
        return False
    if where.level_at_least and _rank(told.get(_LEVEL, "")) < _rank(where.level_at_least):
        return False
    if where.most_items and int(told.get(_ITEMS) or 0) > where.most_items:
        return False
    if where.least_characters_each and int(told.get(_SHORTEST) or 0) < where.least_characters_each:
        return False
    return record.characters >= where.least_characters


def _says(said: str, values: Sequence[str]) -> bool:
    return said in values or (SEVERAL in said and any(each in values for each in said.split(SEVERAL)))


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def _status(
    requirement: Requirement,
    period: Span,
    records: Sequence[Evidence],
    who: Circumstances,
    on: date,
    workdays: Workdays,
) -> Status:
    bounds, reason = _owed(requirement, period, who, workdays)
    return _judged(requirement, period, records, bounds, reason, on)


def _judged(
    requirement: Requirement,
    period: Span,
    records: Sequence[Evidence],
    bounds: Bounds | None,
    reason: str,
    on: date,
) -> Status:
    """Return how a duty stands with these records, once it is known what is owed, or why nothing."""
    waiting = [record for record in records if not record.is_settled]
    settled = [record for record in records if record.is_settled] if waiting else records
    value = measured(requirement, settled)
    together = measured(requirement, records) if waiting else value
    evidence = tuple([record.key for record in [*settled, *waiting]])
    state = _state(requirement, period, value, together, bounds, on, is_exempt=bool(reason))
    return Status(requirement, period, value, together - value, bounds, state, reason, evidence)


def _state(
    requirement: Requirement,
    period: Span,
    value: int,
    together: int,
    bounds: Bounds | None,
    on: date,
    *,
    is_exempt: bool,
) -> State:
    if requirement.bounds is None:
        return State.UNSET
    if is_exempt:
        return State.EXEMPT
    if bounds is None or bounds.are_kept(value):
        return State.MET
    # What waits for somebody else's decision is not late by the doing of whoever wrote it.
    may_still_come = on <= period.last or requirement.is_soft or bounds.are_kept(together)
    is_too_much = bounds.most is not None and value > bounds.most and not requirement.is_soft
    return State.DUE if may_still_come and not is_too_much else State.LATE


def measured(requirement: Requirement, records: Iterable[Evidence]) -> int:
    """Return what records are worth to a duty: how many, their minutes or characters, or how many different ones."""
    if requirement.measure is Measure.COUNT:
        return sum(1 for _record in records)
    if requirement.measure is Measure.MINUTES:
        return sum(record.minutes for record in records)
    if requirement.measure is Measure.CHARACTERS:
        return sum(record.characters for record in records)
    told = {record.attributes.get(requirement.of, "") for record in records} - {""}
    return len(told & set(requirement.values) if requirement.values else told)


def _owed(requirement: Requirement, period: Span, who: Circumstances, workdays: Workdays) -> tuple[Bounds | None, str]:
    """Return what somebody owes of a duty in a period, and why nothing, where it is nothing.

    A lower bound shrinks with the days somebody was there, rounded half up: who came in the second half of a quarter
    owes no article of one a quarter, and half of the year's characters is owed by who came in its middle.
    """
    asked = requirement.bounds
    if asked is None or asked.least is None:
        return asked, ""
    is_there_all_along = who.since <= period.first and who.until >= period.last
    if is_there_all_along and not any(each.span.overlap(period) for each in _absences_of(requirement, who)):
        return asked, ""
    days = [day for day in period.days() if not requirement.workdays_only or day in workdays]
    away = _absences(requirement, period, who)
    there = [day for day in days if day not in away]
    if len(there) == len(days):
        return asked, ""
    if not there:
        return Bounds(0, asked.most), _why(requirement, period, who)
    if not requirement.is_prorated:
        return asked, ""
    least = (2 * asked.least * len(there) + len(days)) // (2 * len(days))
    return Bounds(least, asked.most), "" if least else _why(requirement, period, who)


def _absences(requirement: Requirement, period: Span, who: Circumstances) -> set[date]:
    away = set(_outside(period, who))
    for absence in _absences_of(requirement, who):
        if common := absence.span.overlap(period):
            away.update(common.days())
    return away


def _absences_of(requirement: Requirement, who: Circumstances) -> Iterator[Absence]:
    return (absence for absence in who.absences if absence.requirement in {"", requirement.key})


def _outside(period: Span, who: Circumstances) -> Iterator[date]:
    """Yield the days of a period before somebody came and after they went."""
    if who.since > period.first:
        yield from Span(period.first, min(period.last, who.since - timedelta(days=1))).days()
    if who.until < period.last:
        yield from Span(max(period.first, who.until + timedelta(days=1)), period.last).days()


def _why(requirement: Requirement, period: Span, who: Circumstances) -> str:
    reasons = [absence.reason for absence in _absences_of(requirement, who) if absence.span.overlap(period)]
    if any(_outside(period, who)):
        reasons.append("在岗不足半期")
    return "；".join(dict.fromkeys(reasons)) or "不在岗"
