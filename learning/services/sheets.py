"""Write sheets and what people fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Cohort, User
from accounts.selectors import cohort_people
from learning.enums import SheetKind
from learning.models import Sheet, SheetSigned, SurveyTally
from learning.selectors.sheets import options_of


@dataclass(frozen=True, slots=True)
class SheetText:
    """What an organizer fills in."""

    kind: SheetKind
    title: str
    text: str
    items: Sequence[str]
    handed_to: Cohort
    closes_on: date


def sheet_make(*, text: SheetText, by: User, now: datetime) -> Sheet:
    """Hand a sheet out.

    Raises:
        RefusedError: a checklist or survey without items, or its last day is over.
    """
    if text.kind != SheetKind.PLEDGE and not text.items:
        raise RefusedError(_("对照检查和测评至少要有一项。"))
    if text.closes_on < timezone.localdate(now):
        raise RefusedError(_("最后一天已经过了。"))
    sheet = Sheet.objects.create(
        office=by.office,
        kind=text.kind,
        title=text.title,
        text=text.text,
        items=list(text.items) if text.kind != SheetKind.PLEDGE else [],
        handed_to=text.handed_to,
        closes_on=text.closes_on,
        made_by=by,
        made_at=now,
    )
    if sheet.kind == SheetKind.SURVEY:
        SurveyTally.objects.bulk_create(
            [
                SurveyTally(sheet=sheet, item=number, option=option)
                for number in range(len(sheet.items))
                for option in options_of(sheet)
            ]
        )
    return sheet


def sheet_fill(
    *, sheet: Sheet, choices: Sequence[str], words: str, signature: str, by: User, now: datetime
) -> SheetSigned:
    """Take what somebody filled in, once; a survey keeps who answered and what was answered apart.

    Raises:
        RefusedError: it was not handed to them, is over, was filled in, or is not signed with their name.
    """
    today = timezone.localdate(now)
    if today > sheet.closes_on or not cohort_people(sheet.handed_to).filter(pk=by.pk).exists():
        raise RefusedError(_("这张表不等你填：它已经截止，或者没有发给你。"))
    is_survey = sheet.kind == SheetKind.SURVEY
    if not is_survey and "".join(signature.split()) != "".join(by.name.split()):
        raise RefusedError(_("请在签名处写自己的姓名。"))
    with transaction.atomic():
        # The same sheet sent twice at once must count once.
        User.objects.select_for_update().get(pk=by.pk)
        if SheetSigned.objects.filter(sheet=sheet, user=by).exists():
            raise RefusedError(_("你已经填过了，填过的不能改。"))
        if is_survey:
            for number, option in enumerate(choices):
                SurveyTally.objects.filter(sheet=sheet, item=number, option=option).update(count=F("count") + 1)
            return SheetSigned.objects.create(sheet=sheet, user=by, on=today)
        return SheetSigned.objects.create(
            sheet=sheet, user=by, signature=signature, choices=list(choices), words=words, on=today
        )
