"""Panels that rate a duty report or an idea."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import PublicModel, User
from learning.enums import DutyGrade
from learning.models.records import Record
from learning.panels import Criterion


class Panel(PublicModel):
    """Those whom an organizer asks to rate a record: by grade, or by points for each criterion."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="panel", verbose_name=_("学习记录"))
    #: Name and weight of each; empty where a grade is given.
    criteria_told = models.JSONField(_("评分项"), default=list, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("组织人"))
    opened_at = models.DateTimeField(_("开始时间"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("评议")
        verbose_name_plural = _("评议")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.record)

    def get_absolute_url(self) -> str:
        return reverse("learning:panel", kwargs={"panel": self.uuid})

    @property
    def criteria(self) -> list[Criterion]:
        return [Criterion(name, weight) for name, weight in self.criteria_told]


class PanelRater(models.Model):
    """Somebody who is asked to rate."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="raters", verbose_name=_("评议"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("评议人"))

    class Meta:
        verbose_name = _("评议人")
        verbose_name_plural = _("评议人")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "user"], name="learning_rater_once")]

    def __str__(self) -> str:
        return f"{self.panel} · {self.user}"


class PanelRating(AppendOnlyModel):
    """What one rater gave, once; nobody is shown who gave what."""

    rater = models.OneToOneField(PanelRater, models.PROTECT, related_name="rating", verbose_name=_("评议人"))
    grade = models.CharField(_("等次"), max_length=10, choices=DutyGrade.choices, blank=True)
    scores = models.JSONField(_("各项得分"), default=list, blank=True)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("评议结果")
        verbose_name_plural = _("评议结果")
        # Not in the order they were given, which would say who gave them.
        ordering = ["grade", "comment", "pk"]

    def __str__(self) -> str:
        return str(self.rater)
