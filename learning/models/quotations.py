"""Provisions that a note quotes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.models.records import Record
from question_bank.models import Provision


class Quotation(models.Model):
    """A note quotes a provision, in the words it then had: the note stays true when the policy changes."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="quotations", verbose_name=_("笔记"))
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+", verbose_name=_("条文"))
    source = models.CharField(_("出处"), max_length=350)
    text = models.TextField(_("引文"))
    text_hash = models.CharField(_("文字摘要"), max_length=64)

    class Meta:
        verbose_name = _("引文")
        verbose_name_plural = _("引文")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "provision"], name="learning_quoted_once")]

    def __str__(self) -> str:
        return self.source
