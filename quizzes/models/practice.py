"""What people answer for themselves, after the exam."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel, User
from question_bank.models import QuestionBank, QuestionVersion
from quizzes.models.papers import PaperSlot


class PracticeAnswer(PublicModel):
    """One try at a question: at a place on the paper of an own published exam, or at one of an open bank.

    It counts nowhere, and nobody else sees it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="practice_answers", verbose_name=_("干部"))
    slot = models.ForeignKey(PaperSlot, models.CASCADE, null=True, related_name="+", verbose_name=_("题位"))
    question_version = models.ForeignKey(
        QuestionVersion, models.CASCADE, null=True, related_name="+", verbose_name=_("试题版本")
    )
    answer = models.JSONField(_("答案"), null=True)
    #: None where only a person could tell.
    is_right = models.BooleanField(_("答对"), null=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("练习作答")
        verbose_name_plural = _("练习作答")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slot__isnull=True) ^ Q(question_version__isnull=True), name="quizzes_practice_one_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.slot_id or self.question_version_id}"


class OpenBank(models.Model):
    """A bank whose questions the office's people may practise; without a row it is closed."""

    bank = models.OneToOneField(QuestionBank, models.CASCADE, related_name="+", verbose_name=_("题库"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    opened_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("开放练习的题库")
        verbose_name_plural = _("开放练习的题库")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.bank)
