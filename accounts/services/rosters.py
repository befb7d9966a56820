"""Write an uploaded roster: keep it for the preview, then bring its good rows in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.confinement import ConfinementError, confined
from accounts.enums import RosterImportState
from accounts.errors import RefusedError
from accounts.models import Membership, Office, RosterImport, Unit, User
from accounts.rosters import CHOOSABLE, ComparedRow, RowState, compared_to_json, confirmed, parse_roster, row_to_json
from accounts.selectors import root_unit, roster_compared, rows_chosen
from accounts.services.people import user_move, user_update
from accounts.services.units import unit_paths_ensure

_BATCH = 500
_WRITTEN = frozenset({RowState.NEW, RowState.CHANGED, RowState.MOVED})


@dataclass(slots=True)
class RosterOutcome:
    """What a confirmation did with each row, and why some could not be brought in after all."""

    rows: list[ComparedRow] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[RowState]:
        return Counter(row.state for row in self.rows)


def roster_upload(*, office: Office, by: User, file_name: str, data: bytes) -> RosterImport:
    """Read a workbook and keep its rows for the preview; nothing else is written.

    Raises:
        accounts.rosters.UnreadableRosterError: nothing can be read from the file.
        RefusedError: the sheet has no rows, or cannot be read within bounds.
    """
    try:
        roster = confined(parse_roster, data)
    except ConfinementError as error:
        raise RefusedError(str(error)) from error
    if not roster.rows:
        raise RefusedError(_("表头下面没有一行人员。"))
    return RosterImport.objects.create(
        office=office, uploaded_by=by, file_name=file_name[-200:], rows=[row_to_json(row) for row in roster.rows]
    )


def roster_choose(*, roster_import: RosterImport, shown: Iterable[int], ticked: Collection[int]) -> None:
    """Remember which of the rows that a page showed are to be brought in; after the confirmation nothing changes."""
    with transaction.atomic():
        kept = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
        if kept.state == RosterImportState.PREVIEW:
            kept.choices = {**kept.choices, **{str(number): number in ticked for number in shown}}
            kept.save(update_fields=["choices"])


def roster_commit(*, roster_import: RosterImport, on: date, now: datetime) -> RosterOutcome:
    """Bring the chosen rows in, all or none, and keep what became of each; new places hold from the day.

    Raises:
        RefusedError: this upload was brought in before.
    """
    with transaction.atomic():
        kept = RosterImport.objects.select_for_update().select_related("office").get(pk=roster_import.pk)
        if kept.state == RosterImportState.COMMITTED:
            raise RefusedError(_("这份人员名单已经导入过，没有重复导入。"))
        outcome = _bring_in(kept.office, _decided(kept), on)
        kept.state, kept.committed_at = RosterImportState.COMMITTED, now
        kept.outcome = [compared_to_json(row) for row in outcome.rows]
        kept.save(update_fields=["state", "committed_at", "outcome"])
    return outcome


def _decided(roster_import: RosterImport) -> list[ComparedRow]:
    """Return each row as what is done with it: doubtful ones that were ticked count, good ones unticked do not."""
    compared = roster_compared(roster_import)
    chosen = {row.row.number for row in rows_chosen(roster_import, compared)}
    return [_decide(row, is_chosen=row.row.number in chosen) for row in compared]


def _decide(row: ComparedRow, *, is_chosen: bool) -> ComparedRow:
    if row.state not in CHOOSABLE:
        return row
    if not is_chosen:
        return replace(row, state=RowState.LEFT_OUT)
    return confirmed(row) if row.state == RowState.DOUBTFUL else row


def _bring_in(office: Office, decided: list[ComparedRow], on: date) -> RosterOutcome:
    written = [row for row in decided if row.state in _WRITTEN]
    units = unit_paths_ensure(root=root_unit(office), paths=(row.path for row in written))
    people = {user.username.casefold(): user for user in User.objects.filter(office=office)}
    _create(office, [row for row in written if row.state == RowState.NEW], units, on)
    outcome = RosterOutcome()
    for row in decided:
        refusal = ""
        if row.state in _WRITTEN and row.state != RowState.NEW:
            refusal = _change(people[row.row.username.casefold()], row, units[row.path], on)
        outcome.rows.append(replace(row, state=RowState.FAULTY, problems=(refusal,)) if refusal else row)
        if refusal:
            outcome.refused.append(_("第 %(row)d 行：%(reason)s") % {"row": row.row.number, "reason": refusal})
    return outcome


def _create(office: Office, rows: list[ComparedRow], units: dict[tuple[str, ...], Unit], on: date) -> None:
    # One for all: it only says that there is none yet.
    no_password = make_password(None)
    users = [
        User(
            office=office,
            username=row.row.username,
            name=row.row.name,
            phone=row.row.phone or "",
            is_newcomer=bool(row.row.newcomer),
            password=no_password,
        )
        for row in rows
    ]
    User.objects.bulk_create(users, batch_size=_BATCH)
    Membership.objects.bulk_create(
        (
            Membership(user=user, unit=units[row.path], position=row.row.position or "", from_date=on)
            for user, row in zip(users, rows, strict=True)
        ),
        batch_size=_BATCH,
    )


def _change(user: User, compared: ComparedRow, unit: Unit, on: date) -> str:
    """Write what a row says of a person, and return why it could not place them, if it could not."""
    row = compared.row
    user_update(
        user=user,
        name=row.name,
        phone=user.phone if row.phone is None else row.phone,
        is_newcomer=user.is_newcomer if row.newcomer is None else row.newcomer,
    )
    place = user.memberships.filter(to_date__isnull=True).first()
    position = row.position if row.position is not None or place is None else place.position
    try:
        user_move(user=user, unit=unit, position=position or "", on=on)
    except RefusedError as error:
        return str(error)
    return ""
