"""Several people mark the same answer without seeing each other's marks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import User
from quizzes.enums import MarkingMode
from quizzes.models.attempts import Attempt
from quizzes.models.exams import Exam
from quizzes.models.papers import PaperSlot


class MarkingPlan(models.Model):
    """How an exam's written answers are marked; without a row, by one person each."""

    exam = models.OneToOneField(Exam, models.CASCADE, related_name="marking_plan", verbose_name=_("考试"))
    mode = models.CharField(_("方式"), max_length=12, choices=MarkingMode.choices, default=MarkingMode.SINGLE)
    threshold = models.PositiveSmallIntegerField(_("允许相差（占该题分值的百分比）"), default=20)

    class Meta:
        verbose_name = _("阅卷方式")
        verbose_name_plural = _("阅卷方式")
        ordering = ["exam"]

    def __str__(self) -> str:
        return f"{self.exam}: {self.get_mode_display()}"


class BlindMark(AppendOnlyModel):
    """What one of several markers gave an answer; the order of the rows is the order of the rounds.

    Only those given since the attempt was handed in count: one that was reopened is marked anew.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="blind_marks", verbose_name=_("作答"))
    slot = models.ForeignKey(PaperSlot, models.PROTECT, related_name="blind_marks", verbose_name=_("题位"))
    marks = models.PositiveIntegerField(_("得分（百分之一分）"))
    points = models.JSONField(_("答出的要点"), default=list)
    comment = models.CharField(_("评语"), max_length=500, blank=True)
    marker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("阅卷人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("独立评分")
        verbose_name_plural = _("独立评分")
        ordering = ["pk"]
        indexes = [
            # For all marks of one question, whose turn it is to mark.
            models.Index(fields=["slot", "attempt"], name="quizzes_blind_mark_by_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot_id}: {self.marks}"
