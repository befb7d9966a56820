"""Keep the list of competencies, and take claims to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Office, User
from accounts.selectors import unit_of
from learning.enums import ClaimState, CompetencyGroup
from learning.models import Competency, CompetencyClaim, Record
from question_bank.models import Topic

#: What an office may begin with, in our own words.
SUGGESTED: Mapping[CompetencyGroup, Sequence[str]] = {
    CompetencyGroup.POLICY: ("干部政策", "党员发展和管理", "基层党建", "人才工作", "公务员管理"),
    CompetencyGroup.LOCAL: ("县情镇情", "干部队伍情况", "村（社区）情况"),
    CompetencyGroup.SKILL: ("摄影", "发帖、网络宣传", "公文写作", "讲课", "命题"),
}
_OPEN = (ClaimState.WAITING, ClaimState.CONFIRMED)


def competency_add(*, office: Office, group: CompetencyGroup, name: str, topic: Topic | None = None) -> Competency:
    """Put something on an office's list, or offer it again.

    Raises:
        RefusedError: it is offered already, or its topic is another office's.
    """
    if topic is not None and topic.bank.office_id != office.pk:
        raise RefusedError(_("没有这个知识点。"))
    with transaction.atomic():
        made, is_new = Competency.objects.select_for_update().get_or_create(
            office=office, name=name.strip(), defaults={"group": group, "topic": topic}
        )
        if not is_new and made.is_offered:
            raise RefusedError(_("已经有这个能力标签。"))
        if not is_new:
            made.group, made.topic, made.is_offered = group, topic, True
            made.save(update_fields=["group", "topic", "is_offered"])
    return made


def competencies_suggest(*, office: Office) -> int:
    """Put what we suggest on an office's list, leaving what is there; return how many are new."""
    known = set(Competency.objects.filter(office=office).values_list("name", flat=True))
    new = [
        Competency(office=office, group=group, name=name)
        for group, names in SUGGESTED.items()
        for name in names
        if name not in known
    ]
    Competency.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def competency_retire(*, competency: Competency) -> None:
    """Offer something no longer; who is confirmed for it stays so."""
    Competency.objects.filter(pk=competency.pk).update(is_offered=False)


def competency_claim(
    *, competency: Competency, user: User, words: str, record: Record | None, certificate: str, now: datetime
) -> CompetencyClaim:
    """Say that one is good at something, and on what grounds.

    Raises:
        RefusedError: it is not offered, claimed already, without grounds, or the claimant belongs to no unit.
    """
    unit = unit_of(user)
    if unit is None:
        raise RefusedError(_("你目前不属于任何单位，请先联系考务。"))
    if not competency.is_offered or competency.office_id != user.office_id:
        raise RefusedError(_("这个能力标签现在不能申报。"))
    if not words.strip():
        raise RefusedError(_("请写一句凭什么这样说。"))
    if record is not None and record.subject_id != user.pk:
        raise RefusedError(_("凭据要是自己的记录。"))
    try:
        with transaction.atomic():
            return CompetencyClaim.objects.create(
                competency=competency,
                user=user,
                unit=unit,
                words=words.strip(),
                record=record,
                certificate=certificate.strip(),
                claimed_at=now,
            )
    except IntegrityError as error:
        raise RefusedError(_("你已经申报过“%(name)s”。") % {"name": competency.name}) from error


def claim_decide(
    *, claim: CompetencyClaim, is_confirmed: bool, reason: str, by: User, now: datetime
) -> CompetencyClaim:
    """Confirm a claim, or decline it with a reason, also one confirmed before.

    Raises:
        RefusedError: it is one's own, declined without a reason, or decided already.
    """
    if claim.user_id == by.pk:
        raise RefusedError(_("自己的申报由别人确认。"))
    if not is_confirmed and not reason.strip():
        raise RefusedError(_("不确认请写明原因，好让本人知道。"))
    with transaction.atomic():
        locked = CompetencyClaim.objects.select_for_update().get(pk=claim.pk)
        if locked.state not in _OPEN or (is_confirmed and locked.state == ClaimState.CONFIRMED):
            raise RefusedError(_("这份申报已经处理过了。"))
        locked.state = ClaimState.CONFIRMED if is_confirmed else ClaimState.DECLINED
        locked.reason, locked.decided_by, locked.decided_at = reason.strip(), by, now
        locked.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return locked


def claim_withdraw(*, claim: CompetencyClaim) -> None:
    """Take one's own claim back, also one that is confirmed.

    Raises:
        RefusedError: it does not stand any more.
    """
    if not CompetencyClaim.objects.filter(pk=claim.pk, state__in=_OPEN).update(state=ClaimState.WITHDRAWN):
        raise RefusedError(_("这份申报已经不在了。"))
