"""Work that is too long for a request: each piece a row, so that none is lost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel, User
from question_bank.enums import OPEN_JOBS, JobKind, JobState
from question_bank.models.banks import QuestionBank
from question_bank.models.imports import SheetBatch, SheetImport
from question_bank.models.interchange import ExchangeFile

_IS_OPEN = Q(state__in=sorted(OPEN_JOBS))


class Job(PublicModel):
    """One piece of work. Who does it holds a claim that runs out, so that a killed worker's is taken up by another."""

    #: A piece of work that its worker did not survive so often is given up.
    MAX_TRIES = 3

    kind = models.CharField(_("工作"), max_length=10, choices=JobKind.choices)
    bank = models.ForeignKey(QuestionBank, models.CASCADE, related_name="jobs", verbose_name=_("题库"))
    sheet_import = models.ForeignKey(
        SheetImport, models.CASCADE, null=True, blank=True, related_name="jobs", verbose_name=_("试题导入")
    )
    batch = models.ForeignKey(
        SheetBatch, models.CASCADE, null=True, blank=True, related_name="jobs", verbose_name=_("一批文件")
    )
    exchange_file = models.ForeignKey(
        ExchangeFile, models.CASCADE, null=True, blank=True, related_name="jobs", verbose_name=_("交换文件")
    )
    state = models.CharField(_("状态"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("已做"), default=0)
    total = models.PositiveIntegerField(_("共有"), default=0)
    message = models.CharField(_("结果"), max_length=500, blank=True)
    claim = models.UUIDField(_("认领"), null=True, blank=True)
    claimed_until = models.DateTimeField(_("认领到"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("交办人"))
    asked_at = models.DateTimeField(_("交办时间"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("后台工作")
        verbose_name_plural = _("后台工作")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sheet_import"],
                condition=_IS_OPEN & Q(sheet_import__isnull=False),
                name="question_bank_job_once_a_sheet",
            ),
            models.UniqueConstraint(
                fields=["kind", "bank"],
                condition=_IS_OPEN & Q(sheet_import__isnull=True, batch__isnull=True, exchange_file__isnull=True),
                name="question_bank_job_once_a_bank",
            ),
            models.UniqueConstraint(
                fields=["exchange_file"],
                condition=_IS_OPEN & Q(exchange_file__isnull=False),
                name="question_bank_job_once_a_file",
            ),
        ]
        indexes = [
            # For the worker, which asks every few seconds for the first that nobody does.
            models.Index(fields=["state", "id"], name="question_bank_job_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be done, or being done."""
        return self.state in OPEN_JOBS


class JobWorker(models.Model):
    """When a worker last asked for work; without one, pages say so and offer to do it in the request."""

    name = models.CharField(_("进程"), max_length=40, primary_key=True)
    seen_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("后台工作进程")
        verbose_name_plural = _("后台工作进程")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
