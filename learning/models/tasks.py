"""Pieces of work with an owner and a day they are due (台账)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import User
from accounts.templatetags.screen import day
from learning.enums import RecordState, TaskClass, TaskEvent, TaskType
from learning.models.records import RecordDetail


class Task(RecordDetail):
    """A piece of work (台账事项): struck off (销号) with evidence, or put off with a reason and measures.

    While it is under way its record is a draft dated the day it is due, and once it is done, the day it was.
    """

    type = models.CharField(_("类别"), max_length=20, choices=TaskType.choices)
    work_class = models.CharField(_("性质"), max_length=10, choices=TaskClass.choices, default=TaskClass.ROUTINE)
    plan = models.TextField(_("要做什么"), blank=True)
    due = models.DateField(_("完成时限"))
    evidence = models.TextField(_("完成情况和凭据"), blank=True)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("列入人"))

    class Meta:
        verbose_name = _("工作任务")
        verbose_name_plural = _("工作任务")
        ordering = ["record"]

    def __str__(self) -> str:
        return self.record.title

    @property
    def summary(self) -> str:
        told = [self.get_type_display(), self.get_work_class_display()]
        if self.record.state != RecordState.APPROVED:
            told.append(gettext("%(due)s前") % {"due": day(self.due)})
        return " · ".join(told)

    @property
    def missing(self) -> str:
        return "" if self.evidence.strip() else gettext("写明完成情况和凭据，才能销号。")


class TaskStep(AppendOnlyModel):
    """What the owner did about a piece of work, and what it meant for the day it is due."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps", verbose_name=_("工作任务"))
    event = models.CharField(_("经过"), max_length=10, choices=TaskEvent.choices)
    due = models.DateField(_("完成时限"))
    reason = models.CharField(_("没有完成的原因"), max_length=500, blank=True)
    measures = models.CharField(_("措施"), max_length=500, blank=True)
    evidence = models.TextField(_("完成情况和凭据"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("台账经过")
        verbose_name_plural = _("台账经过")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_event_display()}"
