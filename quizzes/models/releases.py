"""What candidates may see of their results."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import User
from quizzes.models.exams import Exam


class ResultRelease(AppendOnlyModel):
    """What an organizer let candidates see beside their score, and when; a later row takes an earlier one's place."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="releases", verbose_name=_("考试"))
    answers = models.BooleanField(_("自己的答案和各题得分"))
    keys = models.BooleanField(_("正确答案"))
    explanations = models.BooleanField(_("解析和评分要点"))
    provisions = models.BooleanField(_("条文依据"))
    mean = models.BooleanField(_("全体平均分"))
    ranking = models.BooleanField(_("自己的名次"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("成绩公布内容")
        verbose_name_plural = _("成绩公布内容")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.exam} · {self.at:%Y-%m-%d}"
