"""What was handed to appraisals outside this site: who exported what, when, and how units' points were counted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, User
from appraisal.enums import ExportFormat, UnitPoints


class AppraisalExport(AppendOnlyModel):
    """One export, as it left; the digest is that of the file."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="appraisal_exports", verbose_name=_("机关"))
    channel = models.CharField(_("用于"), max_length=50)
    year = models.PositiveSmallIntegerField(_("年度"))
    unit_points = models.CharField(_("单位积分怎样计入个人"), max_length=10, choices=UnitPoints.choices)
    share = models.PositiveSmallIntegerField(_("比例（%）"), null=True)
    format = models.CharField(_("格式"), max_length=5, choices=ExportFormat.choices)
    digest = models.CharField(_("文件摘要"), max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("导出人"))
    at = models.DateTimeField(_("导出时间"))

    class Meta:
        verbose_name = _("考核导出记录")
        verbose_name_plural = _("考核导出记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel} · {self.year}"
