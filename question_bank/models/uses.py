"""What became of questions beyond the bank: who was asked what and how it went; kept searches."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel, User
from question_bank.models.questions import Question, QuestionVersion


class QuestionUse(models.Model):
    """Words that were asked on an occasion; written by apps above, which can make them anew from their tables."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="uses", verbose_name=_("试题"))
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="uses", verbose_name=_("试题版本"))
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name=_("机关"))
    occasion = models.CharField(_("场合"), max_length=80)
    title = models.CharField(_("名称"), max_length=200)
    asked_on = models.DateField(_("日期"))
    #: Those who were to be asked, and of these the ones whose marks the figures rest on.
    candidates = models.PositiveIntegerField(_("应考"))
    count = models.PositiveIntegerField(_("作答"), default=0)
    facility = models.FloatField(_("难度系数"), null=True)
    discrimination = models.FloatField(_("区分度"), null=True)

    class Meta:
        verbose_name = _("试题使用")
        verbose_name_plural = _("试题使用")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["occasion", "version"], name="question_bank_use_once"),
        ]
        indexes = [
            # For the list narrowed to what was asked, or not asked, since a day.
            models.Index(fields=["office", "asked_on", "question"], name="question_bank_used_since"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.question_id}"


class SavedFilter(PublicModel):
    """A search a trainer keeps under a name; `query` is the end of the list's address."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="question_filters", verbose_name=_("机关"))
    owner = models.ForeignKey(User, models.PROTECT, related_name="question_filters", verbose_name=_("建立人"))
    name = models.CharField(_("名称"), max_length=50)
    query = models.CharField(_("条件"), max_length=1000)
    is_shared = models.BooleanField(_("全机关的命题教师可用"), default=False)

    class Meta:
        verbose_name = _("常用查找")
        verbose_name_plural = _("常用查找")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="question_bank_filter_once",
                violation_error_message=_("你已经有同名的常用查找。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('question_bank:questions')}?{self.query}"
