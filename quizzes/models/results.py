"""What answers earned. Marks are integers in hundredths of a mark."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import PublicModel, User
from quizzes.models.attempts import Attempt
from quizzes.models.papers import PaperSlot


class Mark(AppendOnlyModel):
    """Marks a person gave one answer; a later row of the same answer takes the earlier one's place."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="person_marks", verbose_name=_("作答"))
    slot = models.ForeignKey(PaperSlot, models.PROTECT, related_name="person_marks", verbose_name=_("题位"))
    marks = models.PositiveIntegerField(_("得分（百分之一分）"))
    comment = models.CharField(_("评语"), max_length=500, blank=True)
    #: Which of the slot's marking points the answer meets, by their place; none where only a sum was given.
    points = models.JSONField(_("答出的要点"), default=list)
    marker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("阅卷人"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("人工评分")
        verbose_name_plural = _("人工评分")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot_id}: {self.marks}"


class Result(PublicModel, AppendOnlyModel):
    """An immutable snapshot of one attempt's marks; a regrade or a marked short answer adds a revision.

    `slot_marks` maps slot id to hundredths, or to None where a person has still to mark. A wrong answer may have cost
    marks and stand below 0; the total, summed by section, never does (`quizzes.marking.total_of`).
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="results", verbose_name=_("作答"))
    revision = models.PositiveSmallIntegerField(_("修订号"))
    slot_marks = models.JSONField(_("各题得分"))
    total = models.PositiveIntegerField(_("得分（百分之一分）"))
    maximum = models.PositiveIntegerField(_("满分（百分之一分）"))
    is_complete = models.BooleanField(_("已全部评分"))
    is_pass = models.BooleanField(_("及格"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("经手人"))
    created_at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("成绩")
        verbose_name_plural = _("成绩")
        ordering = ["attempt", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "revision"], name="quizzes_result_revision_once"),
            models.CheckConstraint(condition=Q(total__lte=F("maximum")), name="quizzes_result_total"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.total / 100:g}"
