"""Decide what becomes of an idea."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Unit, User
from learning import signals
from learning.enums import Adoption, RecordState
from learning.models import IdeaDecision, Record


def idea_decide(
    *, record: Record, adoption: Adoption, where: str, reason: str, guided_by: Unit | None, by: User, now: datetime
) -> IdeaDecision:
    """Say whether an idea is taken up and where it went; a later decision replaces it and both stay on record.

    Raises:
        RefusedError: it is not approved, or nothing says where it went or why not.
    """
    if adoption == Adoption.NOT and not reason.strip():
        raise RefusedError(_("没有采纳的，请写明为什么，好让提的人知道。"))
    if adoption != Adoption.NOT and not where.strip():
        raise RefusedError(_("采纳的，请写明用在了哪里。"))
    with transaction.atomic():
        locked = Record.objects.select_for_update(of=("self",)).select_related("idea").get(pk=record.pk)
        if locked.state != RecordState.APPROVED:
            raise RefusedError(_("审核通过以后才能决定采纳。"))
        decision = IdeaDecision.objects.create(
            idea=locked.idea, adoption=adoption, where=where, reason=reason, guided_by=guided_by, by=by, at=now
        )
        locked.idea.adoption, locked.idea.guided_by = adoption, guided_by
        locked.idea.save(update_fields=["adoption", "guided_by"])
        locked.attributes = {**locked.attributes, "adoption": adoption}
        locked.save(update_fields=["attributes"])
        transaction.on_commit(partial(signals.idea_decided.send_robust, sender=Record, record=locked))
    return decision
