"""The director's inspections of notes (部长检查学习笔记)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import User
from learning.enums import InspectionGrade
from learning.models.records import Record


class Inspection(AppendOnlyModel):
    """A director read a note, graded it and put the stamp on it; a further look is a further row."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="inspections", verbose_name=_("笔记"))
    grade = models.CharField(_("等次"), max_length=10, choices=InspectionGrade.choices)
    comment = models.CharField(_("批语"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("检查人"))
    at = models.DateTimeField(_("检查时间"))

    class Meta:
        verbose_name = _("笔记检查")
        verbose_name_plural = _("笔记检查")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record}: {self.get_grade_display()}"
