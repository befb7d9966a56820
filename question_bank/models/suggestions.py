"""Provisions that a question probably rests on, until a trainer has said so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel
from question_bank.enums import SuggestionReason
from question_bank.models.documents import Provision
from question_bank.models.imports import ImportRow
from question_bank.models.questions import QuestionVersion


class ProvisionSuggestion(PublicModel):
    """A provision suggested for a row of a sheet or for a question's words; derived, and made anew at any time."""

    row = models.ForeignKey(
        ImportRow, models.CASCADE, null=True, blank=True, related_name="suggestions", verbose_name=_("导入行")
    )
    question_version = models.ForeignKey(
        QuestionVersion, models.CASCADE, null=True, blank=True, related_name="suggestions", verbose_name=_("试题版本")
    )
    provision = models.ForeignKey(Provision, models.CASCADE, related_name="suggestions", verbose_name=_("条文"))
    #: 1 is the likeliest.
    rank = models.PositiveSmallIntegerField(_("名次"))
    confidence = models.PositiveSmallIntegerField(_("可信度"))
    reason = models.CharField(_("理由"), max_length=10, choices=SuggestionReason.choices)

    class Meta:
        verbose_name = _("依据建议")
        verbose_name_plural = _("依据建议")
        ordering = ["row", "question_version", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["row", "rank"], name="question_bank_suggestion_row_rank"),
            models.UniqueConstraint(fields=["question_version", "rank"], name="question_bank_suggestion_rank"),
            models.CheckConstraint(
                condition=Q(row__isnull=False, question_version__isnull=True)
                | Q(row__isnull=True, question_version__isnull=False),
                name="question_bank_suggestion_for_one",
            ),
            models.CheckConstraint(condition=Q(confidence__lte=100), name="question_bank_suggestion_per_cent"),
        ]

    def __str__(self) -> str:
        return f"{self.provision}（{self.confidence}）"
