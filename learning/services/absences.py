"""Say when somebody owes nothing."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from learning.models import Absence


class AbsenceRefusedError(Exception):
    """The days or the reason will not do."""


def absence_record(
    *, person: User, from_date: date, until_date: date, reason: str, requirement: str = "", by: User, now: datetime
) -> Absence:
    """Keep that somebody owes nothing on these days, of one duty or of all.

    Raises:
        AbsenceRefusedError: it is one's own, it ends before it begins, or nothing says why.
    """
    if person == by:
        raise AbsenceRefusedError(_("请假和免除由别人登记，不能给自己登记。"))
    if until_date < from_date:
        raise AbsenceRefusedError(_("结束日期早于开始日期。"))
    if not reason.strip():
        raise AbsenceRefusedError(_("请写明原因：以后查起来要知道为什么免。"))
    return Absence.objects.create(
        person=person,
        from_date=from_date,
        until_date=until_date,
        reason=reason.strip(),
        requirement=requirement,
        by=by,
        at=now,
    )


def absence_withdraw(*, absence: Absence, by: User, now: datetime) -> bool:
    """Take it back: the days are owed again. Return whether it still stood."""
    standing = Absence.objects.filter(pk=absence.pk, withdrawn_at__isnull=True)
    return bool(standing.update(withdrawn_by=by, withdrawn_at=now))
