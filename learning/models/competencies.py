"""Competencies (政策通、活字典、多面手): what an office wants to know of its people, who claims and who confirms it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel, Unit, User
from learning.enums import ClaimState, CompetencyGroup
from learning.models.records import Record
from question_bank.models import Topic


class Competency(PublicModel):
    """Something people of an office can be good at; one that is no longer offered keeps who was confirmed for it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="competencies", verbose_name=_("机关"))
    group = models.CharField(_("哪一类"), max_length=10, choices=CompetencyGroup.choices)
    name = models.CharField(_("能力标签"), max_length=40)
    #: What exams ask about it, so that results of the topic show beside a claim.
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("题库的知识点")
    )
    is_offered = models.BooleanField(_("可以申报"), default=True)

    class Meta:
        verbose_name = _("能力标签")
        verbose_name_plural = _("能力标签")
        ordering = ["office", "group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="learning_competency_once",
                violation_error_message=_("已经有这个能力标签。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CompetencyClaim(PublicModel):
    """Somebody says what they are good at, in the unit they then belonged to; another confirms it or says why not."""

    competency = models.ForeignKey(Competency, models.PROTECT, related_name="claims", verbose_name=_("能力标签"))
    user = models.ForeignKey(User, models.PROTECT, related_name="competency_claims", verbose_name=_("干部"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    words = models.CharField(_("凭什么这样说"), max_length=500)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("自己的记录或考试")
    )
    certificate = models.CharField(_("证书编号"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ClaimState.choices, default=ClaimState.WAITING)
    claimed_at = models.DateTimeField(_("申报时间"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人"))
    decided_at = models.DateTimeField(_("确认时间"), null=True)
    reason = models.CharField(_("意见"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("能力申报")
        verbose_name_plural = _("能力申报")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "competency"],
                condition=Q(state__in=[ClaimState.WAITING, ClaimState.CONFIRMED]),
                name="learning_claim_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.competency}"

    def get_absolute_url(self) -> str:
        return reverse("learning:competency_claim", kwargs={"claim": self.uuid})
