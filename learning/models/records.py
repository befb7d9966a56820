"""What did people do: one common record, a detail table for each kind."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, Unit, User
from learning.enums import RecordKind, RecordState, Verdict
from quizzes.models import Result


class Record(PublicModel):
    """One thing a person did, on a day, in the unit they then belonged to."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="records", verbose_name=_("机关"))
    kind = models.CharField(_("种类"), max_length=20, choices=RecordKind.choices)
    subject = models.ForeignKey(User, models.PROTECT, related_name="records", verbose_name=_("干部"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    title = models.CharField(_("题目"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState.choices, default=RecordState.DRAFT)
    occurred_on = models.DateField(_("日期"))
    characters = models.PositiveIntegerField(_("字数（不计空白）"), default=0)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("学习记录")
        verbose_name_plural = _("学习记录")
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            # For a person's own year, newest first.
            models.Index(fields=["subject", "kind", "-occurred_on"], name="learning_record_of_person"),
            # For the reviewer's list of what waits.
            models.Index(
                fields=["unit"], condition=models.Q(state=RecordState.SUBMITTED), name="learning_record_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:record", kwargs={"record": self.uuid})


class Note(models.Model):
    """A reading note (读书笔记): what was read and what the reader wrote."""

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, related_name="note", verbose_name=_("学习记录")
    )
    book = models.CharField(_("书名或文件"), max_length=200)
    author = models.CharField(_("作者"), max_length=100, blank=True)
    body = models.TextField(_("正文"), blank=True)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("读书笔记")
        verbose_name_plural = _("读书笔记")
        ordering = ["record"]

    def __str__(self) -> str:
        return f"《{self.book}》"


class ExamRecord(models.Model):
    """An exam among a person's records; read only, it points to the result that counts."""

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, related_name="exam", verbose_name=_("学习记录")
    )
    result = models.OneToOneField(Result, models.PROTECT, related_name="learning_record", verbose_name=_("成绩"))

    class Meta:
        verbose_name = _("考试记录")
        verbose_name_plural = _("考试记录")
        ordering = ["record"]

    def __str__(self) -> str:
        return str(self.result)


class RecordReview(AppendOnlyModel):
    """A reviewer's decision on a record."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="reviews", verbose_name=_("学习记录"))
    verdict = models.CharField(_("意见"), max_length=10, choices=Verdict.choices)
    comment = models.CharField(_("评语"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("审核人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审核意见")
        verbose_name_plural = _("审核意见")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record}: {self.get_verdict_display()}"
