"""What happens in the room while an exam runs: messages, what pages noticed, what people decided of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import User
from quizzes.enums import IntegrityKind, IntegrityVerdict
from quizzes.models.attempts import Attempt
from quizzes.models.exams import Candidate, Exam


class ExamMessage(AppendOnlyModel):
    """What an invigilator tells all candidates of an exam, or one."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="messages", verbose_name=_("考试"))
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("考生")
    )
    text = models.CharField(_("内容"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("发送人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("考场消息")
        verbose_name_plural = _("考场消息")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class IntegrityEvent(AppendOnlyModel):
    """What a candidate's page noticed, and told the candidate in the same moment. It decides nothing."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="integrity_events", verbose_name=_("作答"))
    kind = models.CharField(_("情况"), max_length=10, choices=IntegrityKind.choices)
    #: Seconds away, or characters pasted.
    amount = models.PositiveIntegerField(_("数量"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("考试过程情况")
        verbose_name_plural = _("考试过程情况")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.get_kind_display()} {self.amount}"


class IntegrityDecision(AppendOnlyModel):
    """What a person decided about an attempt, and why; a later one takes the place of an earlier one."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="integrity_decisions", verbose_name=_("作答"))
    verdict = models.CharField(_("处理"), max_length=10, choices=IntegrityVerdict.choices)
    reason = models.CharField(_("理由"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("考试过程处理")
        verbose_name_plural = _("考试过程处理")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.get_verdict_display()}"


class IntegrityStatement(AppendOnlyModel):
    """What the candidate says about it."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="integrity_statements", verbose_name=_("作答"))
    text = models.CharField(_("说明"), max_length=1000)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("考生说明")
        verbose_name_plural = _("考生说明")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.text[:20]}"


class AnswerRescue(AppendOnlyModel):
    """A file of answers that was taken in: by whom, why, and how many answers it changed."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="rescues", verbose_name=_("作答"))
    digest = models.CharField(_("文件摘要"), max_length=64)
    is_sealed = models.BooleanField(_("加密"))
    changed = models.PositiveSmallIntegerField(_("改动的题数"))
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("应急导入")
        verbose_name_plural = _("应急导入")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["attempt", "digest"], name="quizzes_rescue_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.changed}"
