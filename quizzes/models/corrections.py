"""What turned out to be wrong with a question after it was asked. The frozen paper stays as it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import PublicModel, User
from quizzes.enums import CorrectionKind
from quizzes.models.exams import Exam
from quizzes.models.papers import PaperSlot


class KeyCorrection(PublicModel, AppendOnlyModel):
    """How an exam marks one question from now on; the newest row of a question stands.

    `keys` holds what counts as right, one key or several; nothing where nobody's answer matters any more.
    """

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="corrections", verbose_name=_("考试"))
    slot = models.ForeignKey(PaperSlot, models.PROTECT, related_name="corrections", verbose_name=_("题位"))
    kind = models.CharField(_("处理"), max_length=10, choices=CorrectionKind.choices)
    keys = models.JSONField(_("更正后的答案"), default=list)
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("答案更正")
        verbose_name_plural = _("答案更正")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.exam} · {self.slot.number}: {self.get_kind_display()}"
