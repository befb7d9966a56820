"""An office's stores of questions, and what they are about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel


class QuestionBank(PublicModel):
    """An office's store of questions."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="banks", verbose_name=_("机关"))
    name = models.CharField(_("名称"), max_length=100)

    class Meta:
        verbose_name = _("题库")
        verbose_name_plural = _("题库")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="question_bank_name_once",
                violation_error_message=_("已经有同名的题库。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What a question is about; a blueprint draws by it."""

    bank = models.ForeignKey(QuestionBank, models.CASCADE, related_name="topics", verbose_name=_("题库"))
    name = models.CharField(_("知识点"), max_length=50)

    class Meta:
        verbose_name = _("知识点")
        verbose_name_plural = _("知识点")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bank", "name"], name="question_bank_topic_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word of an office's own on its questions, whatever bank they are in; no blueprint draws by it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="question_tags", verbose_name=_("机关"))
    name = models.CharField(_("标签"), max_length=30)

    class Meta:
        verbose_name = _("标签")
        verbose_name_plural = _("标签")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], name="question_bank_tag_once"),
        ]

    def __str__(self) -> str:
        return self.name
