"""A review in stages: whose turn it is, who may decide and in whose seat, until when. Asks no clock and no database.

A flow is data: stages in a fixed order, each with the role whose word it takes. Each time a text is handed in a round
begins at the first stage, whichever stage sent it back: whoever signs, signs the text that goes out. What was decided
in earlier rounds is history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from learning.schemes.workdays import Workdays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: whose word it takes, what it is called, and within how many workdays, where somebody said so."""

    role: str
    label: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """The stages of a review; `are_distinct` is None where the source does not say, and then asks for nothing."""

    name: str
    stages: tuple[Stage, ...]
    are_distinct: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the flow as it is kept with each text that was handed in under it."""
        stages = [{"role": each.role, "label": each.label, "days": each.days} for each in self.stages]
        return {"name": self.name, "stages": stages, "are_distinct": self.are_distinct}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Flow:
        """Return a flow as it was kept."""
        stages = tuple(Stage(each["role"], each["label"], each["days"]) for each in kept["stages"])
        return cls(kept["name"], stages, kept["are_distinct"])


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided at a stage, and in whose seat: their own, or of whom they stand in for."""

    stage: int
    by: int
    seat_of: int
    is_passed: bool
    on: date


@dataclass(frozen=True, slots=True)
class Delegation:
    """While somebody is away, another decides in their seat too."""

    holder: int
    deputy: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Bench:
    """Who holds which role for one text, and who stands in for whom."""

    holders: Mapping[str, frozenset[int]] = field(default_factory=dict)
    delegations: Sequence[Delegation] = ()

    def acting(self, role: str, on: date) -> dict[int, frozenset[int]]:
        """Return who may act in a role on a day, each with the seats they can act in; who is deputized may still."""
        seats: dict[int, set[int]] = {holder: {holder} for holder in self.holders.get(role, ())}
        for each in self.delegations:
            if each.holder in self.holders.get(role, ()) and each.first <= on <= each.last:
                seats.setdefault(each.deputy, set()).add(each.holder)
        return {who: frozenset(theirs) for who, theirs in seats.items()}


class Refusal(StrEnum):
    """Why somebody may not decide now."""

    OVER = "over"
    AUTHOR = "author"
    NO_SEAT = "no_seat"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Round:
    """One text on its way through a flow: what was decided since it was handed in, in order."""

    flow: Flow
    author: int
    begun_on: date
    decisions: tuple[Decision, ...] = ()

    @property
    def stage(self) -> int | None:
        """Return at which stage it waits; None once all have passed it or one has sent it back."""
        if any(not each.is_passed for each in self.decisions) or len(self.decisions) == len(self.flow.stages):
            return None
        return len(self.decisions)

    @property
    def is_passed(self) -> bool:
        """Return whether every stage has passed it."""
        return len(self.decisions) == len(self.flow.stages) and all(each.is_passed for each in self.decisions)

    def seat(self, who: int, bench: Bench, on: date) -> int | Refusal:
        """Return in whose seat somebody may decide now, their own first, or why not at all.

        Nobody decides on the own text, nor does anybody in the author's stead. Where the stages take different people,
        whoever decided at an earlier stage of this round has spoken, and so has whose seat it was.
        """
        if self.stage is None:
            return Refusal.OVER
        if who == self.author:
            return Refusal.AUTHOR
        seats = bench.acting(self.flow.stages[self.stage].role, on).get(who, frozenset()) - {self.author}
        if not seats:
            return Refusal.NO_SEAT
        if self.flow.are_distinct:
            spoken = {person for each in self.decisions for person in (each.by, each.seat_of)}
            seats = frozenset() if who in spoken else seats - spoken
        if not seats:
            return Refusal.AGAIN
        return who if who in seats else min(seats)

    def deciders(self, bench: Bench, on: date) -> frozenset[int]:
        """Return who may decide now; nobody means that it is stuck until somebody else is given a seat."""
        if self.stage is None:
            return frozenset()
        acting = bench.acting(self.flow.stages[self.stage].role, on)
        return frozenset(who for who in acting if not isinstance(self.seat(who, bench, on), Refusal))

    def due_on(self, workdays: Workdays) -> date | None:
        """Return the last day for the stage at which it waits: so many workdays after it came there."""
        if self.stage is None:
            return None
        days = self.flow.stages[self.stage].days
        if days is None:
            return None
        return workday_after(self.decisions[-1].on if self.decisions else self.begun_on, days, workdays)


def workday_after(day: date, count: int, workdays: Workdays) -> date:
    """Return the workday that comes so many workdays after a day."""
    while count > 0:
        day += _DAY
        count -= day in workdays
    return day


def decided(round_: Round, decision: Decision) -> Round:
    """Return the round with a further decision.

    Raises:
        ValueError: it was not for the stage whose turn it is.
    """
    if round_.stage is None or decision.stage != round_.stage:
        raise ValueError(decision.stage)
    return Round(round_.flow, round_.author, round_.begun_on, (*round_.decisions, decision))
