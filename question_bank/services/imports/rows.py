"""Decide about single rows: mend, accept, skip, restore, cite."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from question_bank.enums import RowDecision, RowStanding, RowStatus
from question_bank.errors import ImportRowError
from question_bank.models import ImportRow, Provision, SheetImport
from question_bank.selectors import citable_versions, parsed_of, rows_standing, rows_with_problem
from question_bank.services.imports.judging import locked_import, open_row, provision_finder, row_describe, row_judge
from question_bank.sheets import revise, with_doubt


def row_revise(*, row: ImportRow, changes: dict[str, Any]) -> ImportRow:
    """Mend a row and judge it anew; whatever was decided about it before is open again.

    Raises:
        ImportRowError: it is in the bank already.
    """
    with transaction.atomic():
        locked = open_row(row)
        before = parsed_of(locked)
        after = revise(before, **changes)
        if {"stem", "options"} & changes.keys():
            # What it was like before it was mended, it may not be like now.
            locked.alike.all().delete()
            after = with_doubt(after, "likeness", "")
        if locked.provision_id is None or after.citation != before.citation:
            locked.provision_id = provision_finder(locked.sheet_import).find(after.citation)
        row_judge(locked, after)
        locked.save(update_fields=["parsed", "status", "problems", "decision", "question", "provision"])
    return locked


def row_accept(*, row: ImportRow) -> ImportRow:
    """Take a doubtful row as it stands.

    Raises:
        ImportRowError: it lacks something that no trainer's word can replace.
    """
    with transaction.atomic():
        locked = open_row(row)
        if locked.status == RowStatus.FAULTY:
            raise ImportRowError(_("还不能采用：%(problems)s。") % {"problems": "；".join(locked.problems)})
        locked.decision = RowDecision.ACCEPTED
        locked.save(update_fields=["decision"])
    return locked


def rows_accept(*, sheet_import: SheetImport, kind: str) -> int:
    """Take all doubtful rows that have this doubt and no other as they stand; return how many."""
    with transaction.atomic():
        locked = locked_import(sheet_import)
        doubtful = rows_with_problem(rows_standing(locked, RowStanding.DOUBTFUL), kind, only=True)
        return doubtful.update(decision=RowDecision.ACCEPTED)


def row_skip(*, row: ImportRow) -> ImportRow:
    """Leave a row out."""
    with transaction.atomic():
        locked = open_row(row)
        locked.decision = RowDecision.SKIPPED
        locked.save(update_fields=["decision"])
    return locked


def row_restore(*, row: ImportRow) -> ImportRow:
    """Take up again a row that was left out or accepted."""
    with transaction.atomic():
        locked = open_row(row)
        row_judge(locked, parsed_of(locked))
        locked.save(update_fields=["parsed", "status", "problems", "decision", "question"])
    return locked


def row_cite(*, row: ImportRow, provision: Provision) -> ImportRow:
    """Set what a row rests on.

    Raises:
        ImportRowError: the row is in the bank, or the provision cannot be cited.
    """
    with transaction.atomic():
        locked = open_row(row)
        office = locked.sheet_import.bank.office
        if not citable_versions(office).filter(pk=provision.version_id).exists():
            raise ImportRowError(_("这份文件还没有确认，或者不归本机关使用，不能引用。"))
        locked.provision = provision
        row_describe(locked, parsed_of(locked))
        locked.save(update_fields=["provision", "parsed", "status", "problems"])
    return locked
