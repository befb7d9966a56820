"""Where people sit who take an exam on site."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, User
from quizzes.enums import SeatOrder
from quizzes.models.exams import Candidate, Exam


class ExamRoom(PublicModel):
    """A room of one exam."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="rooms", verbose_name=_("考试"))
    name = models.CharField(_("名称"), max_length=30)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    capacity = models.PositiveSmallIntegerField(_("座位数"))
    position = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        verbose_name = _("考场")
        verbose_name_plural = _("考场")
        ordering = ["exam", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "name"], name="quizzes_room_name_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="quizzes_room_capacity"),
        ]

    def __str__(self) -> str:
        return self.name


class Seating(models.Model):
    """How an exam's seats were last allotted: by what order and seed, and the year and batch its numbers begin with."""

    exam = models.OneToOneField(Exam, models.CASCADE, related_name="seating", verbose_name=_("考试"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("机关"))
    year = models.PositiveSmallIntegerField(_("年度"))
    batch = models.PositiveSmallIntegerField(_("批次"))
    last_serial = models.PositiveIntegerField(_("末位流水号"), default=0)
    order = models.CharField(_("排法"), max_length=10, choices=SeatOrder.choices)
    seed = models.CharField(_("随机种子"), max_length=64, blank=True)
    allotted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    allotted_at = models.DateTimeField(_("编排时间"))

    class Meta:
        verbose_name = _("座位编排")
        verbose_name_plural = _("座位编排")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "batch"], name="quizzes_seating_batch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.exam} · {self.year}-{self.batch}"


class Seat(models.Model):
    """One candidate's place, and the number on the admission card (准考证号): year, batch of the year, serial."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="seat", verbose_name=_("考生"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, verbose_name=_("机关"))
    room = models.ForeignKey(ExamRoom, models.PROTECT, related_name="seats", db_index=False, verbose_name=_("考场"))
    number = models.PositiveSmallIntegerField(_("座位号"))
    admission_number = models.CharField(_("准考证号"), max_length=20)

    class Meta:
        verbose_name = _("座位")
        verbose_name_plural = _("座位")
        ordering = ["room", "number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="quizzes_seat_once"),
            models.UniqueConstraint(fields=["office", "admission_number"], name="quizzes_admission_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.number:02d}"


class SeatingLog(AppendOnlyModel):
    """Who changed rooms or seats, and how, in words."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="seating_log", verbose_name=_("考试"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))
    what = models.TextField(_("做了什么"))

    class Meta:
        verbose_name = _("考场记录")
        verbose_name_plural = _("考场记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what
