"""Those who are joined for a time: mentors, contact points, households, correspondents."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import User
from accounts.templatetags.screen import day
from learning.enums import CounterpartKind, PairingType
from learning.models.records import RecordDetail

#: Where a pairing has no end.
NO_END = date.max


class Pairing(RecordDetail):
    """A person and whom they are joined with: a person of the office, who confirms it, or whoever is named here.

    It holds from the record's day to the day it lasts until, and counts in every period between them.
    """

    type = models.CharField(_("类别"), max_length=10, choices=PairingType.choices)
    role = models.CharField(_("我的角色"), max_length=20, blank=True)
    counterpart_kind = models.CharField(_("对方是"), max_length=20, choices=CounterpartKind.choices, blank=True)
    counterpart_name = models.CharField(_("对方名称"), max_length=100, blank=True)
    plan = models.TextField(_("打算"), blank=True)

    class Meta:
        verbose_name = _("结对联系")
        verbose_name_plural = _("结对联系")
        ordering = ["record"]

    def __str__(self) -> str:
        return self.record.title

    @property
    def summary(self) -> str:
        told = [self.get_type_display(), self.get_counterpart_kind_display(), self.role, self.until]
        return " · ".join(filter(None, told))

    @property
    def until(self) -> str:
        """Return the day it ends, in words; nothing where none is set."""
        last = self.record.lasts_until
        return "" if last is None or last == NO_END else str(_("到%(day)s") % {"day": day(last)})


class PairingContact(AppendOnlyModel):
    """What one side noted of a contact."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="contacts", verbose_name=_("结对联系"))
    on = models.DateField(_("日期"))
    how = models.CharField(_("方式"), max_length=20)
    what = models.TextField(_("内容"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("联系经过")
        verbose_name_plural = _("联系经过")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.pairing} · {self.on}"
