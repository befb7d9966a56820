"""Whose turn it is: everybody speaks once."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, Unit, User
from learning.models.events import Event


class Rota(PublicModel):
    """An order in which people take turns to speak (轮讲); drawn by lot from a seed that is shown."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="rotas", verbose_name=_("机关"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    name = models.CharField(_("名称"), max_length=100)
    seed = models.CharField(_("抽签种子"), max_length=40)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("轮讲次序")
        verbose_name_plural = _("轮讲次序")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("learning:rota", kwargs={"rota": self.uuid})


class Turn(models.Model):
    """One person's turn, and the event at which it is taken once that is planned."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="turns", verbose_name=_("轮讲次序"))
    user = models.ForeignKey(User, models.PROTECT, related_name="turns", verbose_name=_("干部"))
    position = models.PositiveIntegerField(_("第几个"))
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="turns", verbose_name=_("活动")
    )

    class Meta:
        verbose_name = _("轮次")
        verbose_name_plural = _("轮次")
        ordering = ["rota", "position"]
        constraints = [models.UniqueConstraint(fields=["rota", "user"], name="learning_turn_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.user}"


class TurnSwap(AppendOnlyModel):
    """Two people changed places, and why."""

    rota = models.ForeignKey(Rota, models.PROTECT, related_name="swaps", verbose_name=_("轮讲次序"))
    first = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("一方"))
    second = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("另一方"))
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("换次序")
        verbose_name_plural = _("换次序")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.first} ⇄ {self.second}"
