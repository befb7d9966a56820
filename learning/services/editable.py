"""When a record may be written to, and the refusals that all kinds share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from learning.enums import RecordState
from learning.models.records import Record

#: While a record is in one of these, its writer may change it.
EDITABLE = {RecordState.DRAFT, RecordState.RETURNED}


class RecordClosedError(Exception):
    """The record is with its reviewer, or decided: it cannot be written to now."""


class RecordIncompleteError(Exception):
    """The record, or what a reviewer says of it, lacks something; `field` names what is to be filled in, if one is."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def editable(record: Record) -> Record:
    """Return a record under lock, inside the caller's transaction.

    Raises:
        RecordClosedError: it is with its reviewer, or decided.
    """
    locked = Record.objects.select_for_update().get(pk=record.pk)
    if locked.state not in EDITABLE:
        raise RecordClosedError(_("这份记录已经提交，不能再改。"))
    return locked
