"""What people answer for themselves, after the exam."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel, User
from quizzes.models.papers import PaperSlot


class PracticeAnswer(PublicModel):
    """One try at a question from an own published exam. It counts nowhere, and nobody else sees it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="practice_answers", verbose_name=_("干部"))
    slot = models.ForeignKey(PaperSlot, models.CASCADE, related_name="+", verbose_name=_("题位"))
    answer = models.JSONField(_("答案"), null=True)
    #: None where only a person could tell.
    is_right = models.BooleanField(_("答对"), null=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("练习作答")
        verbose_name_plural = _("练习作答")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.slot_id}"
