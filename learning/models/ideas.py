"""Ideas and projects, and what became of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Unit, User
from learning.enums import Adoption, IdeaType
from learning.models.records import RecordDetail


class Idea(RecordDetail):
    """A suggestion or a project (好点子, 创新项目)."""

    type = models.CharField(_("类别"), max_length=10, choices=IdeaType.choices)
    body = models.TextField(_("内容"), blank=True)
    guided_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("指导股室")
    )
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Adoption.choices, blank=True)

    class Meta:
        verbose_name = _("点子项目")
        verbose_name_plural = _("点子项目")
        ordering = ["record"]

    def __str__(self) -> str:
        return self.record.title

    @property
    def is_adopted(self) -> bool:
        """Return whether the office took it up, if only in part."""
        return self.adoption in {Adoption.WHOLE, Adoption.PART}

    @property
    def summary(self) -> str:
        told = [self.get_type_display(), self.get_adoption_display()]
        return " · ".join(filter(None, told))

    @property
    def missing(self) -> str:
        return "" if self.body.strip() else gettext("内容还没有写，不能提交。")


class IdeaDecision(AppendOnlyModel):
    """What the office decided of an idea: whether it is taken up, where it went, who guides it. The newest stands."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="decisions", verbose_name=_("点子项目"))
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Adoption.choices)
    where = models.CharField(_("用在哪里"), max_length=200, blank=True)
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    guided_by = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("指导股室"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("决定人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("采纳决定")
        verbose_name_plural = _("采纳决定")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.idea}: {self.get_adoption_display()}"
