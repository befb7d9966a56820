"""Which archives were made of an exam: their fingerprints are what a file is compared with years later."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import User
from quizzes.models.exams import Exam


class ExamArchive(AppendOnlyModel):
    """An archive file that was handed out."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="archives", verbose_name=_("考试"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    size = models.PositiveBigIntegerField(_("字节"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("归档文件")
        verbose_name_plural = _("归档文件")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.exam}: {self.fingerprint[:16]}"
