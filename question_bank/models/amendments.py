"""Amendments: what became of each provision from one version of a document to the next, and when that took effect."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel, User
from question_bank.enums import RELATION_CHOICES
from question_bank.models.documents import DocumentVersion, Provision


class Amendment(PublicModel):
    """A confirmed version takes the place of the one before it.

    It is decided when a trainer lets the questions follow, and applied when the new text is in force and they have;
    `counts` are the articles by relation, `effect` says what became of the questions.
    """

    before = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="amended_by", verbose_name=_("修订前的版本")
    )
    after = models.OneToOneField(DocumentVersion, models.PROTECT, related_name="amends", verbose_name=_("修订后的版本"))
    counts = models.JSONField(_("各种关系的条数"), default=dict)
    created_at = models.DateTimeField(_("对照时间"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    applied_at = models.DateTimeField(_("应用时间"), null=True, blank=True)
    effect = models.JSONField(_("对试题的影响"), default=dict, blank=True)

    class Meta:
        verbose_name = _("修订")
        verbose_name_plural = _("修订")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True) | models.Q(decided_at__isnull=False),
                name="question_bank_amendment_decided_first",
                violation_error_message=_("修订要先决定，才能应用。"),
            ),
        ]
        indexes = [
            # For the worker, which asks at every tick what was decided and has not been applied.
            models.Index(
                fields=["decided_at"],
                condition=models.Q(applied_at__isnull=True),
                name="question_bank_amendment_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    def get_absolute_url(self) -> str:
        return reverse("question_bank:version_compare", kwargs={"version": self.after.uuid})


class ProvisionAlignment(models.Model):
    """One provision of each version; a new one has no `before`, a deleted one no `after`, a split one several rows.

    A unit is an article, or what takes its place. `keeps_words` says that at most punctuation differs.
    """

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="alignments", verbose_name=_("修订"))
    order = models.PositiveIntegerField(_("次序"))
    relation = models.CharField(_("关系"), max_length=10, choices=RELATION_CHOICES)
    before = models.ForeignKey(
        Provision, models.PROTECT, null=True, blank=True, related_name="aligned_after", verbose_name=_("修订前")
    )
    after = models.ForeignKey(
        Provision, models.PROTECT, null=True, blank=True, related_name="aligned_before", verbose_name=_("修订后")
    )
    is_unit = models.BooleanField(_("是条"), default=False)
    keeps_words = models.BooleanField(_("文字未变"), default=False)

    class Meta:
        verbose_name = _("条文对照")
        verbose_name_plural = _("条文对照")
        ordering = ["amendment", "order"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "order"], name="question_bank_alignment_order_once"),
            models.CheckConstraint(
                condition=models.Q(before__isnull=False) | models.Q(after__isnull=False),
                name="question_bank_alignment_of_something",
                violation_error_message=_("对照至少要有一边的条文。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before or '–'} → {self.after or '–'}"
