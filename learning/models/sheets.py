"""Plain sheets that people fill in: pledges and reports they sign, checklists, anonymous surveys."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Cohort, Office, PublicModel, User
from learning.enums import SheetKind


class Sheet(PublicModel):
    """What a roster is asked to sign, to check or to answer; it does not change once it is there."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="sheets", verbose_name=_("机关"))
    kind = models.CharField(_("哪一种"), max_length=10, choices=SheetKind.choices)
    title = models.CharField(_("题目"), max_length=200)
    text = models.TextField(_("正文"), blank=True)
    items = models.JSONField(_("各项"), default=list, blank=True)
    handed_to = models.ForeignKey(Cohort, models.PROTECT, related_name="+", verbose_name=_("谁填"))
    closes_on = models.DateField(_("最后一天"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("发起人"))
    made_at = models.DateTimeField(_("发起时间"))

    class Meta:
        verbose_name = _("承诺、对照、测评")
        verbose_name_plural = _("承诺、对照、测评")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:sheet", kwargs={"sheet": self.uuid})


class SheetSigned(AppendOnlyModel):
    """Somebody has filled a sheet in. Of a survey only that they did: what they chose is a tally."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="signed", verbose_name=_("承诺、对照、测评"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("干部"))
    signature = models.CharField(_("签名"), max_length=50, blank=True)
    choices = models.JSONField(_("各项选择"), default=list, blank=True)
    words = models.TextField(_("说明"), blank=True)
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("填写")
        verbose_name_plural = _("填写")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "user"], name="learning_signed_once")]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.user}"


class SurveyTally(models.Model):
    """How often an option of an item was chosen: no row says by whom, so none can be found out."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="tallies", verbose_name=_("测评"))
    item = models.PositiveSmallIntegerField(_("第几项"))
    option = models.CharField(_("选择"), max_length=10)
    count = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = _("测评计数")
        verbose_name_plural = _("测评计数")
        ordering = ["sheet", "item", "option"]
        constraints = [models.UniqueConstraint(fields=["sheet", "item", "option"], name="learning_tally_once")]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.item} · {self.option}"
