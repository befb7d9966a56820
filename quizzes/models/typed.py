"""Answers of an exam on paper on their way in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel, User
from quizzes.models.exams import Exam


class TypedUpload(PublicModel):
    """A workbook of typed answers, read and waiting for its organizer's word; nothing of it counts before.

    `rows` holds for each row its number, the staff number and name, the paper's uuid, answers and given marks by slot,
    and what is wrong with it.
    """

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="typed_uploads", verbose_name=_("考试"))
    file_name = models.CharField(_("文件名"), max_length=200)
    rows = models.JSONField(_("各行"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))
    committed_at = models.DateTimeField(_("录入时间"), null=True, blank=True)
    added = models.PositiveIntegerField(_("录入份数"), default=0)

    class Meta:
        verbose_name = _("纸笔录入")
        verbose_name_plural = _("纸笔录入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
