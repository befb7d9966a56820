"""Read what an uploaded roster would do now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models.functions import Lower

from accounts.enums import RosterImportState
from accounts.models import Membership, Office, RosterImport, User
from accounts.rosters import (
    CHOOSABLE,
    ComparedRow,
    Known,
    RosterRow,
    RowState,
    compare,
    compared_from_json,
    row_from_json,
)
from accounts.selectors.days import today
from accounts.selectors.units import unit_paths

#: SQLite takes some ten thousand values in a query, and 20,000 rows must pass.
_BATCH = 5_000


def roster_compared(roster_import: RosterImport) -> list[ComparedRow]:
    """Return each row of an upload with what it would do to the office as it stands now."""
    office = roster_import.office
    rows = [row_from_json(data) for data in roster_import.rows]
    return compare(
        rows, root=office.name, known=_known(office), taken_elsewhere=frozenset(_taken_elsewhere(office, rows))
    )


def roster_rows(roster_import: RosterImport) -> list[ComparedRow]:
    """Return what an upload would do now or, once it was confirmed, what it did."""
    if roster_import.state == RosterImportState.COMMITTED:
        return [compared_from_json(data) for data in roster_import.outcome]
    return roster_compared(roster_import)


def rows_chosen(roster_import: RosterImport, compared: Iterable[ComparedRow]) -> list[ComparedRow]:
    """Return the rows a confirmation would bring in: the good ones, not the doubtful, unless people chose otherwise."""
    return [
        row
        for row in compared
        if row.state in CHOOSABLE and roster_import.choices.get(str(row.row.number), row.state != RowState.DOUBTFUL)
    ]


def unit_paths_missing(office: Office, compared: Iterable[ComparedRow]) -> list[tuple[str, ...]]:
    """Return the units, from the top down, that the good rows name and the office does not have."""
    have = set(unit_paths(office).values())
    missing: dict[tuple[str, ...], None] = {}
    for row in compared:
        if row.state in CHOOSABLE:
            for depth in range(1, len(row.path) + 1):
                if row.path[:depth] not in have:
                    missing.setdefault(row.path[:depth])
    return list(missing)


def _known(office: Office) -> dict[str, Known]:
    paths = unit_paths(office)
    open_rows = Membership.objects.filter(user__office=office, to_date__isnull=True)
    places = {
        user: (paths[unit], position, since if since > today() else None)
        for user, unit, position, since in open_rows.values_list("user", "unit", "position", "from_date")
    }
    known = {}
    for user in User.objects.filter(office=office):
        path, position, arranged_from = places.get(user.pk, ((), "", None))
        known[user.username.casefold()] = Known(
            user.username, user.name, path, position, user.phone, user.is_newcomer, user.left_on, arranged_from
        )
    return known


def _taken_elsewhere(office: Office, rows: list[RosterRow]) -> Iterator[str]:
    names = [row.username.casefold() for row in rows if row.username]
    for start in range(0, len(names), _BATCH):
        yield from (
            User.objects.exclude(office=office)
            .annotate(folded=Lower("username"))
            .filter(folded__in=names[start : start + _BATCH])
            .values_list("folded", flat=True)
        )
