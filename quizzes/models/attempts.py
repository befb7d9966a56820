"""How candidates answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import PublicModel
from quizzes.enums import AttemptState, SubmitReason
from quizzes.models.exams import Candidate, Exam
from quizzes.models.papers import Paper, PaperSlot


class Attempt(PublicModel):
    """One sitting. `epoch` counts take-overs by another device; `display` keeps the order in which it was shown."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts", verbose_name=_("考试"))
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="attempts", verbose_name=_("考生"))
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="attempts", verbose_name=_("试卷"))
    number = models.PositiveSmallIntegerField(_("第几次"))
    state = models.CharField(_("状态"), max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    epoch = models.PositiveIntegerField(_("会话代次"), default=1)
    holder = models.CharField(_("会话"), max_length=64)
    shuffle_seed = models.PositiveBigIntegerField(_("乱序种子"))
    display = models.JSONField(_("呈现次序"))
    started_at = models.DateTimeField(_("开始时间"))
    deadline_at = models.DateTimeField(_("截止时间"))
    accepts_until = models.DateTimeField(_("最晚接收时间"))
    is_annulled = models.BooleanField(_("成绩无效"), default=False)
    seen_at = models.DateTimeField(_("最近联系"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("交卷时间"), null=True, blank=True)
    submit_reason = models.CharField(_("交卷方式"), max_length=10, choices=SubmitReason.choices, blank=True)

    class Meta:
        verbose_name = _("作答")
        verbose_name_plural = _("作答")
        ordering = ["exam", "candidate", "number"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "number"], name="quizzes_attempt_number_once"),
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(state=AttemptState.OPEN), name="quizzes_attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, submitted_at__isnull=True)
                | Q(state=AttemptState.SUBMITTED, submitted_at__isnull=False),
                name="quizzes_attempt_submitted_at",
            ),
        ]
        indexes = [
            # For the sweep that closes what has run out of time.
            models.Index(
                fields=["accepts_until"], condition=Q(state=AttemptState.OPEN), name="quizzes_attempt_overdue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.number}"


class Response(models.Model):
    """The answer that stands for one slot. Written only by the guarded upsert in `quizzes.taking`.

    `epoch` and `seq` order the saves of a slot; an older one never overwrites a newer one. `answer` is None where a
    slot was seen and not answered.
    """

    pk = models.CompositePrimaryKey("attempt_id", "slot_id")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses", verbose_name=_("作答"))
    slot = models.ForeignKey(
        PaperSlot, models.PROTECT, related_name="responses", db_index=False, verbose_name=_("题位")
    )
    answer = models.JSONField(_("答案"), null=True)
    epoch = models.PositiveIntegerField(_("会话代次"))
    seq = models.PositiveIntegerField(_("保存序号"))
    saved_at = models.DateTimeField(_("保存时间"))
    first_viewed_at = models.DateTimeField(_("首次看到"), null=True)
    first_answered_at = models.DateTimeField(_("首次作答"), null=True)

    class Meta:
        verbose_name = _("答案")
        verbose_name_plural = _("答案")
        ordering = ["attempt_id", "slot_id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot_id}"


class ResponseLog(AppendOnlyModel):
    """Every accepted save, written by a trigger on `Response` in the same statement: the evidence in a dispute."""

    attempt = models.ForeignKey(Attempt, models.DO_NOTHING, related_name="+", db_constraint=False)
    slot = models.ForeignKey(PaperSlot, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    answer = models.JSONField(_("答案"), null=True)
    epoch = models.PositiveIntegerField(_("会话代次"))
    seq = models.PositiveIntegerField(_("保存序号"))
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("保存记录")
        verbose_name_plural = _("保存记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot_id} · {self.epoch}.{self.seq}"


class SupersededAnswer(AppendOnlyModel):
    """An answer that a device still had when another one had taken the attempt over: to be looked at, never marked."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="superseded_answers", verbose_name=_("作答"))
    slot = models.ForeignKey(PaperSlot, models.PROTECT, related_name="+", db_index=False, verbose_name=_("题位"))
    answer = models.JSONField(_("答案"), null=True)
    epoch = models.PositiveIntegerField(_("会话代次"))
    seq = models.PositiveIntegerField(_("保存序号"))
    arrived_at = models.DateTimeField(_("到达时间"))

    class Meta:
        verbose_name = _("换下设备的答案")
        verbose_name_plural = _("换下设备的答案")
        ordering = ["pk"]
        constraints = [
            # However often a device sends it.
            models.UniqueConstraint(fields=["attempt", "epoch", "slot", "seq"], name="quizzes_superseded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot_id} · {self.epoch}.{self.seq}"
