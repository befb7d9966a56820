"""Questions that ask nearly the same, until a trainer has said what becomes of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel
from question_bank.models.imports import ImportRow
from question_bank.models.questions import Question


class LikePair(PublicModel):
    """A row of a sheet or a question, and what it is nearly the same as. Derived, but for `is_kept`."""

    row = models.ForeignKey(
        ImportRow, models.CASCADE, null=True, blank=True, related_name="alike", verbose_name=_("导入行")
    )
    question = models.ForeignKey(
        Question, models.CASCADE, null=True, blank=True, related_name="alike", verbose_name=_("试题")
    )
    other_row = models.ForeignKey(
        ImportRow, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("相近的行")
    )
    other_question = models.ForeignKey(
        Question, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("相近的试题")
    )
    score = models.PositiveSmallIntegerField(_("相近程度"))
    #: A trainer looked at both and wants both.
    is_kept = models.BooleanField(_("都保留"), default=False)

    class Meta:
        verbose_name = _("相近的试题")
        verbose_name_plural = _("相近的试题")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["row", "other_row"], name="question_bank_like_row_row"),
            models.UniqueConstraint(fields=["row", "other_question"], name="question_bank_like_row_question"),
            models.UniqueConstraint(fields=["question", "other_question"], name="question_bank_like_questions"),
            models.CheckConstraint(
                condition=Q(row__isnull=True, question__isnull=False) | Q(row__isnull=False, question__isnull=True),
                name="question_bank_like_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} %"
