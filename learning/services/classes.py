"""Hold training classes: the roster, the timetable, order and appraisal, and the decision at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.selectors import units_by_person
from learning import signals, statements
from learning.attendance import Attended
from learning.enums import RecordKind, RecordState
from learning.models.classes import BreachNote, ClassSession, Trainee, TraineeGrade, TrainingClass
from learning.models.events import Attendance, Event
from learning.models.records import Record
from learning.selectors.classes import TraineeRow, trainee_rows
from learning.selectors.reviewing import class_appraisal, noted_codes
from learning.services.events import EventPlan, event_create, event_invite
from quizzes.models import Exam


class ClassRefusedError(Exception):
    """The class does not allow this now; the text says why."""


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """What an organizer fills in of a class."""

    title: str
    unit: Unit
    place: str
    begins_on: date
    ends_on: date
    monitor: User | None = None
    exam: Exam | None = None
    least_attendance: int | None = None
    must_pass: bool = False
    least_notes: int | None = None
    barring: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        names = ("title", "unit", "place", "begins_on", "ends_on", "monitor", "exam")
        rule = ("least_attendance", "must_pass", "least_notes")
        return {name: getattr(self, name) for name in (*names, *rule)} | {"barring": list(self.barring)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person decides of a trainee."""

    has_completed: bool
    reason: str = ""


def class_create(*, plan: ClassPlan, people: Iterable[User], by: User) -> TrainingClass:
    """Return a new class with its roster."""
    with transaction.atomic():
        made = TrainingClass.objects.create(office=by.office, made_by=by, **plan.columns)
        trainees_add(training_class=made, people=people)
    return made


def class_update(*, training_class: TrainingClass, plan: ClassPlan) -> TrainingClass:
    """Change what is planned.

    Raises:
        ClassRefusedError: the class is over.
    """
    with transaction.atomic():
        locked = _open(training_class)
        for name, value in plan.columns.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(plan.columns))
    return locked


def trainees_add(*, training_class: TrainingClass, people: Iterable[User]) -> int:
    """Take people into a class and into its sessions still to come; return how many are new.

    Raises:
        ClassRefusedError: the class is over.
    """
    with transaction.atomic():
        locked = _open(training_class)
        known = set(locked.trainees.values_list("user", flat=True))
        new = {person.pk: person for person in people if person.pk not in known}
        units = units_by_person(User.objects.filter(pk__in=new), locked.begins_on)
        Trainee.objects.bulk_create(
            Trainee(training_class=locked, user=person, unit=units.get(pk), is_newcomer=person.is_newcomer)
            for pk, person in new.items()
        )
        for session in locked.sessions.select_related("event__record"):
            if session.event.is_planned:
                event_invite(event=session.event, people=new.values())
    return len(new)


def session_add(
    *, training_class: TrainingClass, plan: EventPlan, speakers: Iterable[User], study_hours: Decimal, by: User
) -> Event:
    """Put a session on the timetable; everybody of the class is on its list.

    Raises:
        ClassRefusedError: the class is over, or the day is none of it.
    """
    with transaction.atomic():
        locked = _open(training_class)
        if not locked.begins_on <= plan.begins_at.date() <= locked.ends_on:
            raise ClassRefusedError(_("这一天不在培训班的起止日期之内。"))
        guests = User.objects.filter(trainees__training_class=locked)
        event = event_create(plan=plan, guests=guests, speakers=speakers, by=by)
        ClassSession.objects.create(training_class=locked, event=event, study_hours=study_hours)
    return event


def breach_note(*, trainee: Trainee, code: str, event: Event | None, text: str, by: User, now: datetime) -> BreachNote:
    """Note a breach of order.

    Raises:
        ClassRefusedError: the class is over, or the office knows no such breach.
    """
    with transaction.atomic():
        office = _open(trainee.training_class).office
        name = noted_codes(office, timezone.localdate(now)).get(code)
        if name is None:
            raise ClassRefusedError(_("没有这种违纪。"))
        note = BreachNote.objects.create(trainee=trainee, code=code, name=name, event=event, text=text, by=by, at=now)
        transaction.on_commit(partial(signals.breach_noted.send_robust, sender=Trainee, trainee=trainee))
    return note


def breach_withdraw(*, note: BreachNote, reason: str, by: User, now: datetime) -> BreachNote:
    """Take back a note that was wrong; both stay on record.

    Raises:
        ClassRefusedError: no reason, taken back already, or the class is over.
    """
    if not reason.strip():
        raise ClassRefusedError(_("请写明为什么撤销。"))
    with transaction.atomic():
        _open(note.trainee.training_class)
        if note.withdraws_id or BreachNote.objects.filter(withdraws=note).exists():
            raise ClassRefusedError(_("这一条已经撤销了。"))
        withdrawal = BreachNote.objects.create(
            trainee=note.trainee,
            code=note.code,
            name=note.name,
            event=note.event,
            text=reason,
            withdraws=note,
            by=by,
            at=now,
        )
        transaction.on_commit(partial(signals.breach_noted.send_robust, sender=Trainee, trainee=note.trainee))
    return withdrawal


def grade_give(*, trainee: Trainee, view: str, grade: str, comment: str, by: User, now: datetime) -> TraineeGrade:
    """Say how a trainee is seen, by the views and grades of the office's scheme; some views wait for the class's end.

    Raises:
        ClassRefusedError: it is one's own, the office knows no such view or grade, or it is too early or too late.
    """
    if trainee.user_id == by.pk:
        raise ClassRefusedError(_("自己的鉴定由别人写。"))
    training_class = trainee.training_class
    appraisal = class_appraisal(training_class.office, timezone.localdate(now))
    looked = {each.key: each for each in appraisal.views}.get(view) if appraisal else None
    if appraisal is None or looked is None or grade not in appraisal.grades:
        raise ClassRefusedError(_("本机关的方案没有这样的评价。"))
    if looked.is_after != training_class.is_closed:
        told = _("“%(view)s”要到结业以后。") if looked.is_after else _("已经结业，不能再写“%(view)s”。")
        raise ClassRefusedError(told % {"view": looked.label})
    return TraineeGrade.objects.create(
        trainee=trainee,
        view=view,
        view_label=looked.label,
        grade=grade,
        grade_label=appraisal.grades[grade],
        comment=comment,
        by=by,
        at=now,
    )


def class_close(
    *, training_class: TrainingClass, outcomes: Mapping[int, Outcome], by: User, now: datetime
) -> TrainingClass:
    """End a class with a decision on each trainee, by the trainee's key; study-hours are credited.

    What goes against the proposal says why. Who completed it has been at a training (培训), which duties may ask for.

    Raises:
        ClassRefusedError: sessions are not settled, somebody is not decided on, or a reason is missing.
    """
    with transaction.atomic():
        locked = _open(training_class)
        if locked.sessions.filter(event__record__state=RecordState.DRAFT, event__cancelled_because="").exists():
            raise ClassRefusedError(_("还有课没有结束：先把每节课的出席情况定下来。"))
        rows = trainee_rows(locked)
        for row in rows:
            _decide(row, outcomes.get(row.trainee.pk), by, now)
        fields = ["has_completed", "reason", "study_hours", "decided_by", "decided_at"]
        Trainee.objects.bulk_update([row.trainee for row in rows], fields)
        completed = [row for row in rows if row.trainee.has_completed]
        locked.whole = _whole(locked, completed, by, now)
        locked.closed_at = now
        locked.save(update_fields=["closed_at", "whole"])
        statements.class_completed(locked, completed, at=now)
    return locked


def _decide(row: TraineeRow, outcome: Outcome | None, by: User, now: datetime) -> None:
    trainee = row.trainee
    if outcome is None:
        raise ClassRefusedError(_("%(name)s还没有决定。") % {"name": trainee.user.name})
    if outcome.has_completed == bool(row.objections) and not outcome.reason.strip():
        raise ClassRefusedError(_("%(name)s的决定和建议不同，请写明理由。") % {"name": trainee.user.name})
    trainee.has_completed = outcome.has_completed
    trainee.reason = outcome.reason.strip() or "；".join(row.objections)
    trainee.study_hours = row.study_hours
    trainee.decided_by, trainee.decided_at = by, now


def _whole(locked: TrainingClass, completed: Iterable[TraineeRow], by: User, now: datetime) -> Event:
    """Return the class as one event, closed, that those attended who completed it."""
    record = Record.objects.create(
        office=locked.office,
        kind=RecordKind.EVENT,
        subject=by,
        unit=locked.unit,
        title=locked.title,
        state=RecordState.APPROVED,
        occurred_on=locked.ends_on,
        attributes={"subtype": "培训"},
        submitted_at=now,
        decided_at=now,
    )
    event = Event.objects.create(
        record=record,
        subtype="培训",
        place=locked.place,
        begins_at=timezone.make_aware(datetime.combine(locked.begins_on, time(8))),
        ends_at=timezone.make_aware(datetime.combine(locked.ends_on, time(18))),
    )
    Attendance.objects.bulk_create(
        Attendance(
            event=event,
            user=row.trainee.user,
            unit=row.trainee.unit,
            state=Attended.PRESENT,
            minutes=row.minutes,
            is_counted=True,
            decided_by=by,
        )
        for row in completed
    )
    return event


def _open(training_class: TrainingClass) -> TrainingClass:
    locked = (
        TrainingClass.objects.select_for_update(of=("self",)).select_related("office", "unit").get(pk=training_class.pk)
    )
    if locked.is_closed:
        raise ClassRefusedError(_("培训班已经结业，不能再改。"))
    return locked
