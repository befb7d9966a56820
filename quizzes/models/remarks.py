"""What candidates ask to have looked at again once results are out, and what became of it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import PublicModel, User
from quizzes.enums import RemarkDecision
from quizzes.models.attempts import Attempt
from quizzes.models.exams import Exam
from quizzes.models.papers import PaperSlot
from quizzes.models.results import Result

#: How many days candidates may ask, where the organizer set nothing else.
USUAL_REMARK_DAYS = 7


class RemarkWindow(models.Model):
    """For how many days after publication an exam takes requests; 0 takes none."""

    exam = models.OneToOneField(Exam, models.CASCADE, related_name="remark_window", verbose_name=_("考试"))
    days = models.PositiveSmallIntegerField(_("天数"), default=USUAL_REMARK_DAYS)

    class Meta:
        verbose_name = _("复核期")
        verbose_name_plural = _("复核期")
        ordering = ["exam"]

    def __str__(self) -> str:
        return f"{self.exam}: {self.days}"


class RemarkRequest(PublicModel, AppendOnlyModel):
    """A candidate doubts the marks of one answer; once for each answer."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="remark_requests", verbose_name=_("作答"))
    slot = models.ForeignKey(PaperSlot, models.PROTECT, related_name="remark_requests", verbose_name=_("题位"))
    result = models.ForeignKey(Result, models.PROTECT, related_name="remark_requests", verbose_name=_("当时的成绩"))
    reason = models.CharField(_("理由"), max_length=500)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("复核申请")
        verbose_name_plural = _("复核申请")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot"], name="quizzes_remark_request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.slot.number}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:remark_answer", kwargs={"remark": self.uuid})


class RemarkAnswer(AppendOnlyModel):
    """What a request came to, said once and for good."""

    request = models.OneToOneField(RemarkRequest, models.PROTECT, related_name="answer", verbose_name=_("复核申请"))
    decision = models.CharField(_("答复"), max_length=10, choices=RemarkDecision.choices)
    reason = models.CharField(_("理由"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("答复人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("复核答复")
        verbose_name_plural = _("复核答复")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_decision_display()}"
