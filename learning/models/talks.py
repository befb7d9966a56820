"""Talks, visits and reports; what was said in confidence is opened by few, and each time it is, that is written."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import User
from learning.enums import TalkLevel, TalkType
from learning.models.records import Record, RecordDetail


class Talk(RecordDetail):
    """A talk, a visit or a report (谈心谈话, 走访, 工作汇报, 述职, 季度工作).

    Of a confidential one nothing but its type stands in the record's own row, and no list, statement or export reads
    this one.
    """

    type = models.CharField(_("类别"), max_length=20, choices=TalkType.choices)
    level = models.CharField(_("层级"), max_length=30, choices=TalkLevel.choices, blank=True)
    with_whom = models.CharField(_("对象"), max_length=100, blank=True)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    body = models.TextField(_("内容"), blank=True)
    #: What quarterly work was reported, item by item.
    items = models.JSONField(_("各项"), default=list, blank=True)
    next_step = models.TextField(_("下一步"), blank=True)
    about = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("关于哪个项目")
    )

    class Meta:
        verbose_name = _("谈话走访")
        verbose_name_plural = _("谈话走访")
        ordering = ["record"]

    def __str__(self) -> str:
        return self.record.title

    @property
    def summary(self) -> str:
        if self.record.is_confidential:
            return gettext("内容保密")
        return " · ".join(filter(None, (self.get_type_display(), self.with_whom, self.place)))

    @property
    def missing(self) -> str:
        return "" if self.body.strip() or self.items else gettext("内容还没有写，不能提交。")


class TalkLook(AppendOnlyModel):
    """Somebody opened a confidential talk; the two whose it is see who and when."""

    talk = models.ForeignKey(Talk, models.PROTECT, related_name="looks", verbose_name=_("谈话走访"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("查看人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("查看留痕")
        verbose_name_plural = _("查看留痕")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.by} · {self.at}"
