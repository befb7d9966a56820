"""Ask a panel, and take its ratings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import User
from learning.enums import RecordState
from learning.models import Panel, PanelRater, PanelRating, Record
from learning.panels import Criterion
from learning.selectors.panels import is_rated

#: Points for a criterion.
LOWEST, HIGHEST = 1, 10


def panel_open(
    *, record: Record, raters: Sequence[User], criteria: Sequence[Criterion], by: User, now: datetime
) -> Panel:
    """Ask people to rate a record; without criteria they give a grade.

    Raises:
        RefusedError: it is a draft or not rated at all, has a panel, or nobody but its writer would rate it.
    """
    others = [rater for rater in raters if rater.pk != record.subject_id]
    with transaction.atomic():
        locked = Record.objects.select_for_update().get(pk=record.pk)
        if not is_rated(locked) or locked.state not in {RecordState.SUBMITTED, RecordState.APPROVED}:
            raise RefusedError(_("提交以后的述职报告和点子项目才能评议。"))
        if Panel.objects.filter(record=locked).exists():
            raise RefusedError(_("已经组织过评议了。"))
        if not others:
            raise RefusedError(_("至少要有一名评议人，本人不评自己。"))
        told = [[criterion.name, criterion.weight] for criterion in criteria]
        panel = Panel.objects.create(record=locked, criteria_told=told, opened_by=by, opened_at=now)
        PanelRater.objects.bulk_create([PanelRater(panel=panel, user=rater) for rater in others])
    return panel


def panel_rate(*, rater: PanelRater, grade: str, scores: Sequence[int], comment: str, now: datetime) -> PanelRating:
    """Take one rater's word, once.

    Raises:
        RefusedError: the panel is over, or the rater has given theirs.
    """
    with transaction.atomic():
        panel = Panel.objects.select_for_update().get(pk=rater.panel_id)
        if panel.closed_at is not None:
            raise RefusedError(_("评议已经结束。"))
        if PanelRating.objects.filter(rater=rater).exists():
            raise RefusedError(_("你已经评过了，评过的不能改。"))
        return PanelRating.objects.create(rater=rater, grade=grade, scores=list(scores), comment=comment, at=now)


def panel_close(*, panel: Panel, now: datetime) -> Panel:
    """End a panel: from now on what it came to is shown.

    Raises:
        RefusedError: it is over already.
    """
    with transaction.atomic():
        locked = Panel.objects.select_for_update().get(pk=panel.pk)
        if locked.closed_at is not None:
            raise RefusedError(_("评议已经结束。"))
        locked.closed_at = now
        locked.save(update_fields=["closed_at"])
    return locked
