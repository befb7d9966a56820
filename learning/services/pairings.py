"""Write what two who are joined do together."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from learning.enums import RecordState
from learning.models import PairingContact, Record
from learning.services.editable import RecordClosedError


def contact_log(*, record: Record, on: date, how: str, what: str, by: User, now: datetime) -> PairingContact:
    """Note a contact of a pairing that is confirmed.

    Raises:
        RecordClosedError: it is not confirmed, or did not hold on that day.
    """
    if record.state != RecordState.APPROVED:
        raise RecordClosedError(_("确认以后才能记联系经过。"))
    if on < record.occurred_on or (record.lasts_until is not None and on > record.lasts_until):
        raise RecordClosedError(_("这一天不在结对的起止日期里。"))
    return PairingContact.objects.create(pairing=record.pairing, on=on, how=how, what=what, by=by, at=now)


def pairing_end(*, record: Record, last_day: date) -> Record:
    """Let a confirmed pairing end; what was noted of it stays.

    Raises:
        RecordClosedError: it is not confirmed, has ended, or began after that day.
    """
    with transaction.atomic():
        locked = Record.objects.select_for_update().get(pk=record.pk)
        has_ended = locked.lasts_until is not None and locked.lasts_until < last_day
        if locked.state != RecordState.APPROVED or has_ended or last_day < locked.occurred_on:
            raise RecordClosedError(_("只有已确认、还没有结束的结对可以结束，最后一天不能早于开始的日期。"))
        locked.lasts_until = last_day
        locked.save(update_fields=["lasts_until"])
    return locked
