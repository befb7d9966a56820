"""Read the clock of a time of study, and what came of the time that it measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from learning.enums import RecordKind, RecordState
from learning.models import Attendance, CheckpointPass, MaterialReading, Record, StudyClock

#: A clock that ran longer was probably forgotten: whoever stops it says how long they studied.
LONGEST_UNASKED = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Fruit:
    """Something that one did while the clock ran, and so evidence of what the time was for."""

    title: str
    note: str
    url: str


def running_clock(user: User) -> StudyClock | None:
    """Return somebody's clock that runs; none where none does."""
    return StudyClock.objects.filter(user=user, stopped_at=None).first()


def fruits_of(user: User, since: datetime, until: datetime, *, by_others: bool = False) -> list[Fruit]:
    """Return what came of a time: notes last written in it, questions of materials answered, events signed in at.

    A note that was written on later belongs to the later time; one that was not handed in is its writer's alone, and
    `by_others` leaves it out. Four queries.
    """
    within = (since, until)
    notes = Record.objects.filter(subject=user, kind=RecordKind.NOTE, note__saved_at__range=within)
    if by_others:
        notes = notes.exclude(state=RecordState.DRAFT)
    readings = MaterialReading.objects.filter(user=user, at__range=within).select_related("material")
    passes = CheckpointPass.objects.filter(user=user, at__range=within).select_related("checkpoint__material")
    arrivals = Attendance.objects.filter(user=user, arrived_at__range=within).select_related("event__record")
    written = [
        Fruit(note.title, _("读书笔记 · %(count)d 字") % {"count": note.characters}, note.get_absolute_url())
        for note in notes.order_by("note__saved_at")
    ]
    read = [
        Fruit(
            reading.material.title,
            _("学习资料，读完回答了读后问题") if reading.material.question else _("学习资料，读完写了一句收获"),
            reading.material.get_absolute_url(),
        )
        for reading in readings.order_by("at")
    ]
    asked = [
        Fruit(
            passed.checkpoint.material.title,
            _("检查题：%(question)s") % {"question": passed.checkpoint.question},
            passed.checkpoint.material.get_absolute_url(),
        )
        for passed in passes.order_by("at")
    ]
    attended = [
        Fruit(each.event.record.title, _("签到参加"), each.event.get_absolute_url())
        for each in arrivals.order_by("arrived_at")
    ]
    return [*written, *asked, *read, *attended]


def minutes_told_by_readings(user: User, since: datetime, until: datetime) -> int:
    """Return how many minutes of study the materials read within a time have brought by themselves."""
    readings = MaterialReading.objects.filter(user=user, at__range=(since, until), record__kind=RecordKind.SESSION)
    return readings.aggregate(total=Sum("record__minutes"))["total"] or 0


def minutes_today(user: User, now: datetime) -> int:
    """Return how many minutes of study somebody has handed in or had approved for today."""
    of_today = Record.objects.filter(
        subject=user,
        kind=RecordKind.SESSION,
        occurred_on=timezone.localdate(now),
        state__in=(RecordState.SUBMITTED, RecordState.APPROVED),
    )
    return of_today.aggregate(total=Sum("minutes"))["total"] or 0


def asks_how_long(clock: StudyClock, now: datetime) -> bool:
    """Return whether whoever stops a clock now has to say how long they studied."""
    return now - clock.started_at > LONGEST_UNASKED
