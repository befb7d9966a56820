"""Hold events: plan them, let people in, settle who was there."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.selectors import units_by_person
from learning import signals, statements
from learning.attendance import Attended, Hours, Part, Said
from learning.enums import RecordKind, RecordState
from learning.models.events import Attendance, Event, EventFile, EventWord
from learning.models.records import Record
from learning.selectors.events import says

_BATCH = 500


class EventRefusedError(Exception):
    """The event does not allow this now; the text says why."""


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What an organizer fills in of an event."""

    title: str
    subtype: str
    place: str
    unit: Unit
    begins_at: datetime
    ends_at: datetime
    chair: User | None = None
    outside_speakers: str = ""
    tolerance: int = 5
    is_open: bool = False

    def on(self, day: date) -> EventPlan:
        """Return the same on another day."""
        later = day - self.begins_at.date()
        return replace(self, begins_at=self.begins_at + later, ends_at=self.ends_at + later)

    @property
    def own_columns(self) -> dict[str, Any]:
        """Return what stands in the event's own row."""
        names = ("subtype", "place", "begins_at", "ends_at", "chair", "outside_speakers", "tolerance", "is_open")
        return {name: getattr(self, name) for name in names}

    @property
    def record_columns(self) -> dict[str, Any]:
        """Return what stands in the record that is the unit's evidence."""
        return {
            "title": self.title,
            "unit": self.unit,
            "occurred_on": self.begins_at.date(),
            "minutes": Hours(self.begins_at, self.ends_at).minutes,
            "attributes": {"subtype": self.subtype},
        }


@dataclass(frozen=True, slots=True)
class Entered:
    """What an organizer enters of one person; without minutes they follow from the state."""

    state: Attended
    minutes: int | None = None
    reason: str = ""
    award: str = ""


def event_create(
    *, plan: EventPlan, guests: Iterable[User], speakers: Iterable[User], by: User, series: uuid.UUID | None = None
) -> Event:
    """Return a new event with those on its list; who speaks is on it too."""
    with transaction.atomic():
        record = Record.objects.create(office=by.office, kind=RecordKind.EVENT, subject=by, **plan.record_columns)
        event = Event.objects.create(record=record, series=series, **plan.own_columns)
        event_invite(event=event, people=speakers, part=Part.SPEAKER)
        event_invite(event=event, people=guests)
    return event


def series_create(
    *,
    plan: EventPlan,
    days: Sequence[date],
    guests: Sequence[User],
    speakers: Sequence[Sequence[User]] = (),
    by: User,
) -> list[Event]:
    """Return an event for each day, with the speakers of that day where there are any."""
    series = uuid.uuid4() if len(days) > 1 else None
    in_turn = [*speakers, *([()] * len(days))]
    with transaction.atomic():
        return [
            event_create(plan=plan.on(day), guests=guests, speakers=turn, by=by, series=series)
            for day, turn in zip(days, in_turn, strict=False)
        ]


def event_update(*, event: Event, plan: EventPlan, speakers: Iterable[User]) -> Event:
    """Change what is planned.

    Raises:
        EventRefusedError: it is closed or cancelled.
    """
    with transaction.atomic():
        locked = _planned(event)
        for name, value in plan.own_columns.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(plan.own_columns))
        for name, value in plan.record_columns.items():
            setattr(locked.record, name, value)
        locked.record.save(update_fields=list(plan.record_columns))
        _speakers_set(locked, speakers)
    return locked


def _speakers_set(event: Event, speakers: Iterable[User]) -> None:
    speaking = {speaker.pk: speaker for speaker in speakers}
    event.attendances.filter(part=Part.SPEAKER).exclude(user__in=speaking).update(part=Part.GUEST)
    event.attendances.filter(user__in=speaking).update(part=Part.SPEAKER)
    event_invite(event=event, people=speaking.values(), part=Part.SPEAKER)


def event_invite(*, event: Event, people: Iterable[User], part: Part = Part.GUEST) -> int:
    """Put people on the list, each in the unit of that day; who is on it stays as they are. Return how many are new."""
    known = set(event.attendances.values_list("user", flat=True))
    new = {person.pk: person for person in people if person.pk not in known}
    units = units_by_person(User.objects.filter(pk__in=new), event.record.occurred_on)
    rows = [Attendance(event=event, user=person, unit=units.get(pk), part=part) for pk, person in new.items()]
    Attendance.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def event_cancel(*, event: Event, reason: str) -> Event:
    """Call an event off; it counts for nobody.

    Raises:
        EventRefusedError: no reason is given, it is closed, or somebody has signed in.
    """
    if not reason.strip():
        raise EventRefusedError(_("请写明取消的原因，名单上的人看得到。"))
    with transaction.atomic():
        locked = _planned(event)
        if locked.attendances.filter(arrived_at__isnull=False).exists():
            raise EventRefusedError(_("已经有人签到，不能取消。"))
        locked.cancelled_because = reason.strip()
        locked.save(update_fields=["cancelled_because"])
    return locked


def sign_in(*, event: Event, user: User, arrived_at: datetime) -> Attendance:
    """Note somebody's arrival, once: a second time changes nothing.

    Raises:
        EventRefusedError: they are not on the list, or it is not the time.
    """
    with transaction.atomic():
        locked = _planned(event)
        if not locked.hours.takes_in(arrived_at):
            raise EventRefusedError(_("现在不是签到的时间。"))
        attendance = _attendance_of(locked, user)
        if attendance.arrived_at is None:
            attendance.arrive(arrived_at, locked.hours)
            attendance.save(update_fields=["arrived_at", "left_at", "state", "minutes", "is_counted"])
    return attendance


def _attendance_of(event: Event, user: User) -> Attendance:
    if event.is_open and user.office_id == event.record.office_id:
        event_invite(event=event, people=[user])
    found = event.attendances.select_for_update().filter(user=user).first()
    if found is None:
        raise EventRefusedError(_("你不在这次活动的名单上，请找组织的人添加。"))
    return found


def sign_out(*, event: Event, user: User, reason: str, now: datetime) -> Attendance:
    """Note that somebody leaves, and why where it is early.

    Raises:
        EventRefusedError: they have not signed in, or leave early without a reason.
    """
    with transaction.atomic():
        locked = _planned(event)
        attendance = _attendance_of(locked, user)
        if attendance.arrived_at is None:
            raise EventRefusedError(_("你还没有签到。"))
        attendance.leave(now, locked.hours)
        if attendance.state == Attended.EARLY and not reason.strip():
            raise EventRefusedError(_("提前离开请写明原因。"))
        attendance.reason = reason.strip() or attendance.reason
        attendance.save(update_fields=["left_at", "state", "minutes", "is_counted", "reason"])
    return attendance


def leave_ask(*, event: Event, user: User, reason: str, now: datetime) -> Attendance:
    """Ask in advance for leave from an event.

    Raises:
        EventRefusedError: it has begun, the person is not on the list, or gives no reason.
    """
    if not reason.strip():
        raise EventRefusedError(_("请写明请假事由。"))
    with transaction.atomic():
        locked = _planned(event)
        if now >= locked.begins_at:
            raise EventRefusedError(_("活动已经开始，请直接找组织的人说明。"))
        attendance = _attendance_of(locked, user)
        if attendance.leave_granted is not None:
            raise EventRefusedError(_("你的请假已经有答复了。"))
        attendance.leave_reason = reason.strip()
        attendance.save(update_fields=["leave_reason"])
    return attendance


def leave_decide(*, attendance: Attendance, is_granted: bool, by: User) -> Attendance:
    """Grant or refuse leave.

    Raises:
        EventRefusedError: nobody asked, it is one's own, or it is answered.
    """
    if attendance.user_id == by.pk:
        raise EventRefusedError(_("自己的请假由别人批。"))
    with transaction.atomic():
        event = _planned(attendance.event)
        locked = event.attendances.select_for_update().get(pk=attendance.pk)
        if not locked.is_leave_waiting:
            raise EventRefusedError(_("这次请假已经处理过了。"))
        locked.leave_granted, locked.decided_by = is_granted, by
        if is_granted and locked.arrived_at is None:
            locked.reason = locked.leave_reason
            locked.put(Attended.LEAVE, event.hours)
        locked.save(update_fields=["leave_granted", "decided_by", "state", "minutes", "is_counted", "reason"])
    return locked


def attendance_enter(*, event: Event, entered: Mapping[int, Entered], by: User, now: datetime) -> int:
    """Enter by hand how people were there, by the key of their row; return how many rows changed.

    After the closing each change needs a reason, and what counts from then on is told to the record store.

    Raises:
        EventRefusedError: the event is cancelled, or a change after the closing says no reason.
    """
    with transaction.atomic():
        locked = _locked(event)
        if locked.is_cancelled:
            raise EventRefusedError(_("活动已经取消。"))
        rows = locked.attendances.select_for_update(of=("self",)).select_related("user").filter(pk__in=entered)
        changed = [row for row in rows if _differs(row, entered[row.pk])]
        if locked.is_closed and any(not entered[row.pk].reason for row in changed):
            raise EventRefusedError(_("活动已经结束：每处更正都要写说明。"))
        if locked.is_closed:
            _withdraw(locked, [row for row in changed if row.is_counted], by=by, now=now)
        for row in changed:
            told = entered[row.pk]
            row.put(told.state, locked.hours, told.minutes)
            row.reason, row.award, row.decided_by = told.reason, told.award, by
        fields = ["state", "minutes", "is_counted", "reason", "award", "decided_by", "withdrawals"]
        Attendance.objects.bulk_update(changed, fields, batch_size=_BATCH)
        if locked.is_closed:
            statements.attended(locked, [row for row in changed if row.is_counted])
            transaction.on_commit(partial(signals.attendance_settled.send_robust, sender=Event, event=locked))
    return len(changed)


def _withdraw(event: Event, rows: Iterable[Attendance], *, by: User, now: datetime) -> None:
    """Take back what the record store was told; what is told next is a statement of its own."""
    for row in rows:
        statements.attendance_withdrawn(event, row, by=by, at=now)
        row.withdrawals += 1


def _differs(row: Attendance, told: Entered) -> bool:
    minutes = row.minutes if told.minutes is None else told.minutes
    return (row.state, row.minutes, row.reason, row.award) != (told.state, minutes, told.reason, told.award)


def event_close(*, event: Event, rest: Attended, by: User, now: datetime) -> Event:
    """Settle an event: `rest` is how those were there who did not sign in; who has leave is on leave.

    Who was to speak was there: a lecturer at the desk scans no code.

    Raises:
        EventRefusedError: it has not begun, it is closed or cancelled, or leave is still to be decided.
    """
    with transaction.atomic():
        locked = _planned(event)
        if now < locked.begins_at:
            raise EventRefusedError(_("活动还没有开始。"))
        rows = list(locked.attendances.select_for_update(of=("self",)).select_related("user"))
        if any(row.is_leave_waiting and row.arrived_at is None for row in rows):
            raise EventRefusedError(_("还有请假没有批，先批完再结束。"))
        for row in rows:
            if row.state == Attended.EXPECTED:
                row.put(Attended.PRESENT if row.part == Part.SPEAKER else rest, locked.hours)
                row.decided_by = by
        Attendance.objects.bulk_update(rows, ["state", "minutes", "is_counted", "decided_by"], batch_size=_BATCH)
        record = locked.record
        record.state, record.submitted_at, record.decided_at = RecordState.APPROVED, now, now
        record.save(update_fields=["state", "submitted_at", "decided_at"])
        statements.attended(locked, [row for row in rows if row.is_counted])
        transaction.on_commit(partial(signals.attendance_settled.send_robust, sender=Event, event=locked))
    return locked


def word_add(
    *, event: Event, kind: Said, text: str, by: User, now: datetime, who: str = "", answers: EventWord | None = None
) -> EventWord:
    """Keep what was said; it is never changed.

    Raises:
        EventRefusedError: it is not this person's to say.
    """
    if kind not in says(by, event):
        raise EventRefusedError(_("“%(kind)s”不由你来写。") % {"kind": kind.label})
    return EventWord.objects.create(event=event, kind=kind, text=text, by=by, at=now, who=who, answers=answers)


def event_file_add(*, event: Event, name: str, data: bytes, by: User, now: datetime) -> EventFile:
    """Keep a file of an event."""
    return EventFile.objects.create(event=event, name=name, data=data, size=len(data), by=by, at=now)


def _planned(event: Event) -> Event:
    locked = _locked(event)
    if locked.is_closed:
        raise EventRefusedError(_("活动已经结束，出席情况已经定了。"))
    if locked.is_cancelled:
        raise EventRefusedError(_("活动已经取消。"))
    return locked


def _locked(event: Event) -> Event:
    """Return the event, locked: whoever signs in while it is being closed comes before or after, not between."""
    return Event.objects.select_for_update(of=("self",)).select_related("record__office").get(pk=event.pk)
