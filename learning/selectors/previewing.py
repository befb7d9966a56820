"""Whom a change of a scheme would affect, before it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Office, Unit, User
from learning.models import SchemeVersion
from learning.schemes.editing import changed_duties
from learning.schemes.model import Requirement
from learning.schemes.periods import Span
from learning.schemes.reading import read_scheme
from learning.schemes.status import State
from learning.selectors.schemes import SubjectStatus, requirement_statuses, schemes_in_force


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty as it was and as it becomes, who owes it then, and whose standing on this day would be another."""

    before: Requirement | None
    after: Requirement | None
    owing: int
    moved: Sequence[tuple[str, State | None, State | None]]

    @property
    def name(self) -> str:
        """Return what the duty is called."""
        shown = self.after or self.before
        return shown.name if shown else ""

    @property
    def moves(self) -> list[tuple[State | None, State | None, int]]:
        """Return how many would go from which state to which."""
        counted = Counter((was, becomes) for _name, was, becomes in self.moved)
        return [(was, becomes, count) for (was, becomes), count in counted.most_common()]


def scheme_changes(office: Office, text: str, *, on: date) -> list[DutyChange]:
    """Return what a scheme's new text changes, with who owes it and how the periods that run on a day would stand.

    A constant number of queries, however many people there are.

    Raises:
        SchemeError: the text is no scheme.
    """
    scheme = read_scheme(text)
    current = next((each for each in schemes_in_force(office, on) if each.key == scheme.key), None)
    pairs = changed_duties(current.scheme if current else None, scheme)
    if not pairs:
        return []
    new = SchemeVersion(office=office, key=scheme.key, text=text, effective_from=date.min)
    was = _states(requirement_statuses(office, scheme.key, on=on, within=Span(on, on))) if current else {}
    becomes = _states(requirement_statuses(office, scheme.key, on=on, within=Span(on, on), versions=[new]))
    return [_change(pair, was, becomes) for pair in pairs]


#: By duty, then by whom it stands for.
_States = dict[str, dict[User | Unit, State]]


def _states(statuses: Iterable[SubjectStatus]) -> _States:
    found: _States = {}
    for each in statuses:
        found.setdefault(each.status.requirement.key, {})[each.subject] = each.status.state
    return found


def _change(pair: tuple[Requirement | None, Requirement | None], was: _States, becomes: _States) -> DutyChange:
    before, after = pair
    old = was.get(before.key, {}) if before else {}
    new = becomes.get(after.key, {}) if after else {}
    moved = [(who.name, old.get(who), new.get(who)) for who in {**old, **new} if old.get(who) != new.get(who)]
    return DutyChange(before, after, len(new), moved)
