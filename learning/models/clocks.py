"""The clock of a time of study, from its start on."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from learning.models.records import Record


class StudyClock(models.Model):
    """A study time measured by the server between two presses (学习计时): it runs until it has stopped.

    It says how long, never that anything was learned: what it measured goes into a record, which needs a word of what
    came of it and a reviewer, as one that was entered does. One that is thrown away leaves nothing.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("干部"))
    started_at = models.DateTimeField(_("开始时间"))
    stopped_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    record = models.OneToOneField(
        Record, models.CASCADE, null=True, blank=True, related_name="clock", verbose_name=_("学习记录")
    )

    class Meta:
        verbose_name = _("学习计时")
        verbose_name_plural = _("学习计时")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(stopped_at=None), name="learning_one_clock_runs"
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_at=None, record=None)
                | models.Q(stopped_at__isnull=False, record__isnull=False),
                name="learning_clock_stops_into_a_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.started_at}"

    @property
    def minutes(self) -> int:
        """Return how many full minutes a stopped clock measured."""
        return self.minutes_at(self.stopped_at) if self.stopped_at else 0

    def minutes_at(self, now: datetime) -> int:
        """Return how many full minutes it has run at a time."""
        return max(0, int((now - self.started_at).total_seconds() // 60))
