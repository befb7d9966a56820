"""Read what people should do before it is too late: for their first page, for digests, for a unit's notice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office, Unit, User
from accounts.templatetags.screen import day, minute
from learning.enums import RecordKind, RecordState, ReminderState
from learning.kinds import where_to
from learning.models import Attendance, OfficeReminders, Record, Reminder, StudyClock
from learning.reminding import LEAD, NoticeLine, are_few_left, is_pressing
from learning.schemes.periods import Span
from learning.schemes.status import State, Status
from learning.schemes.words import still_owed
from learning.schemes.workdays import chinese_workdays
from learning.selectors.records import records_to_review
from learning.selectors.reviewing import pieces_waiting
from learning.selectors.schemes import SubjectStatus, requirement_statuses, schemes_in_force
from learning.services import EDITABLE

#: How long before it begins an event is named.
_EVENTS_AHEAD = timedelta(days=3)

#: What did not go out is shown for so long, and of it so many.
_FAILED_SHOWN = timedelta(days=30)
_MOST_FAILED = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something for one person to do, until a day, and where it is done."""

    title: str
    note: str
    action: str
    url: str
    until: date


def waiting_for(office: Office, people: Collection[int], now: datetime) -> dict[int, list[Waiting]]:
    """Return what waits for each of some people of an office, by their keys, the most pressing first.

    How many workdays before the end the office says. A constant number of queries for each scheme in force, however
    many people there are.
    """
    found: dict[int, list[Waiting]] = {person: [] for person in people}
    today = timezone.localdate(now)
    set_by_office = OfficeReminders.objects.filter(office=office).values_list("lead", flat=True)
    lead = set_by_office.first() or LEAD
    for person, each in (
        *_clocks(people, today),
        *_to_confirm(people, today),
        *_tasks(people, today, lead),
        *_duties(office, people, today, lead),
        *_events(people, now),
    ):
        found[person].append(each)
    return {person: sorted(several, key=lambda each: each.until) for person, several in found.items()}


def reviews_waiting(user: User, now: datetime) -> list[Waiting]:
    """Return what waits for a reviewer's word: records of those they look after, and articles at their stage."""
    today, found = timezone.localdate(now), []
    if count := records_to_review(user).count():
        title = _("%(count)d 份记录等你审核") % {"count": count}
        found.append(Waiting(title, _("等得最久的排在最前"), _("去审核"), reverse("learning:reviews"), today))
    if pieces := pieces_waiting(user, now):
        overdue = sum(each.is_overdue for each in pieces)
        note = _("其中 %(count)d 篇已经过期") % {"count": overdue} if overdue else _("等得最久的排在最前")
        title = _("%(count)d 篇稿件等你审") % {"count": len(pieces)}
        found.append(Waiting(title, note, _("去审稿"), reverse("learning:pieces_waiting"), today))
    return found


def unit_notice_lines(unit: Unit, on: date, until: date, *, names_people: bool) -> list[NoticeLine]:
    """Return what a unit and all below it still owe until a day, the soonest first; who owes by staff number, if named.

    What is owed every day is left out: it would be told every time. Whom two schemes ask for the same counts once.
    """
    owing: dict[tuple[date, str, bool], dict[int, str]] = {}
    for each in running_statuses(unit.office, on, unit=unit):
        period = each.status.period
        if is_owed(each.status) and period.last <= until and period.length > 1:
            key = (period.last, each.status.requirement.name, isinstance(each.subject, Unit))
            owing.setdefault(key, {})[each.subject.pk] = each.subject.name
    return [
        NoticeLine(name, last, len(who), is_units=is_units, names=tuple(who.values()) if names_people else ())
        for (last, name, is_units), who in sorted(owing.items())
    ]


def running_statuses(
    office: Office, on: date, people: Collection[int] | None = None, unit: Unit | None = None
) -> Iterator[SubjectStatus]:
    """Yield how everybody, some people or a unit stand by what is owed in periods that run on a day, but for wishes."""
    for version in schemes_in_force(office, on):
        for each in requirement_statuses(office, version.key, on=on, unit=unit, within=Span(on, on), people=people):
            if on in each.status.period and not each.status.requirement.is_soft:
                yield each


def is_owed(status: Status) -> bool:
    """Return whether somebody has still to do something: what waits for a reviewer is done as far as they go."""
    bounds = status.bounds
    is_handed_in = bounds is not None and bounds.are_kept(status.value + status.waiting)
    return status.state is State.DUE and not is_handed_in


def _duties(office: Office, people: Collection[int], today: date, lead: int) -> Iterator[tuple[int, Waiting]]:
    workdays = chinese_workdays()
    for each in running_statuses(office, today, people):
        status = each.status
        if is_owed(status) and is_pressing(status.period, today, lead=lead, workdays=workdays):
            note = " · ".join(filter(None, (still_owed(status), _until(status.period.last, today))))
            url = where_to(status.requirement)
            yield each.subject.pk, Waiting(status.requirement.name, note, _("去做"), url, status.period.last)


def _tasks(people: Collection[int], today: date, lead: int) -> Iterator[tuple[int, Waiting]]:
    workdays = chinese_workdays()
    rows = Record.objects.filter(kind=RecordKind.TASK, subject__in=people, state__in=EDITABLE).select_related("task")
    for row in rows.order_by("task__due", "pk"):
        due = row.task.due
        if due < today:
            note = _("时限是 %(due)s，已经过了") % {"due": day(due)}
            yield row.subject_id, Waiting(row.title, note, _("去销号"), row.get_absolute_url(), due)
        elif are_few_left(today, due, at_most=lead, workdays=workdays):
            note = _("工作台账 · %(until)s") % {"until": _until(due, today)}
            yield row.subject_id, Waiting(row.title, note, _("去销号"), row.get_absolute_url(), due)


def _to_confirm(people: Collection[int], today: date) -> Iterator[tuple[int, Waiting]]:
    waiting = Record.objects.filter(counterpart__in=people, state=RecordState.SUBMITTED).order_by()
    for person, count in waiting.values_list("counterpart").annotate(Count("pk")):
        title = _("%(count)d 份记录等你确认") % {"count": count}
        yield person, Waiting(title, _("别人记的、和你有关的"), _("去确认"), reverse("learning:confirmations"), today)


def _events(people: Collection[int], now: datetime) -> Iterator[tuple[int, Waiting]]:
    rows = Attendance.objects.filter(
        user__in=people,
        event__record__state=RecordState.DRAFT,
        event__cancelled_because="",
        event__ends_at__gt=now,
        event__begins_at__lt=now + _EVENTS_AHEAD,
    ).exclude(leave_granted=True)
    for row in rows.select_related("event__record").order_by("event__begins_at", "pk"):
        event = row.event
        note = " · ".join(filter(None, (minute(event.begins_at), event.place)))
        begins = timezone.localdate(event.begins_at)
        yield row.user_id, Waiting(event.record.title, note, _("看安排"), event.get_absolute_url(), begins)


def _clocks(people: Collection[int], today: date) -> Iterator[tuple[int, Waiting]]:
    for clock in StudyClock.objects.filter(user__in=people, stopped_at=None):
        note = _("%(since)s 开始计时") % {"since": minute(clock.started_at)}
        yield clock.user_id, Waiting(_("学习计时还在走"), note, _("停下来记一笔"), reverse("learning:study"), today)


def _until(last: date, today: date) -> str:
    return _("今天") if last == today else _("到%(day)s") % {"day": day(last)}


def reminders_failed(office: Office, today: date) -> list[Reminder]:
    """Return what did not go out in the last month, or waits for another try, with what came back; the newest first."""
    tried = Reminder.objects.filter(office=office, on__gt=today - _FAILED_SHOWN).exclude(error="")
    return list(tried.exclude(state=ReminderState.SENT).select_related("person", "robot")[:_MOST_FAILED])
