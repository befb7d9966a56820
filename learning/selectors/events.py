"""Read events: one's own, those one runs, and what they say of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import Office, Unit, User
from accounts.selectors import has_office_role, has_role, root_unit, unit_and_below, units_overseen
from learning.attendance import Attended, Part, Said
from learning.enums import RecordKind, RecordState
from learning.models.events import Attendance, Event, EventWord
from learning.schemes.status import Evidence

#: Who runs the events of a unit and all below it.
RUNNING_ROLES = (Role.REVIEWER, Role.DIRECTOR)


def may_plan_events(user: User) -> bool:
    """Return whether somebody may hold events: the organizer of the office, and who is over a unit."""
    return has_office_role(user, Role.ORGANIZER) or has_role(user, *RUNNING_ROLES)


def units_to_plan_for(user: User) -> QuerySet[Unit]:
    """Return the units whose events somebody may run."""
    if has_office_role(user, Role.ORGANIZER):
        return unit_and_below(root_unit(user.office))
    over = Q(pk__in=[])
    for role in RUNNING_ROLES:
        if has_role(user, role):
            over |= Q(pk__in=units_overseen(user, role))
    return Unit.objects.filter(over, office=user.office)


def events_run_by(user: User) -> QuerySet[Event]:
    """Return the events somebody runs: those of units they are over, and those they chair."""
    runs = Q(chair=user)
    if may_plan_events(user):
        runs |= Q(record__unit__in=units_to_plan_for(user))
    return _events().filter(runs, record__office=user.office)


def events_of(user: User) -> QuerySet[Event]:
    """Return the events somebody is on the list of."""
    return _events().filter(_is_invited(user), record__office=user.office)


def visible_events(user: User) -> QuerySet[Event]:
    """Return the events somebody may look at: the own, those they run, and those open to everybody of the office."""
    seen = _is_invited(user) | Q(chair=user) | Q(is_open=True)
    if may_plan_events(user):
        seen |= Q(record__unit__in=units_to_plan_for(user))
    return _events().filter(seen, record__office=user.office)


def runs_event(user: User, event: Event) -> bool:
    """Return whether somebody may run an event."""
    return events_run_by(user).filter(pk=event.pk).exists()


def events_ahead(user: User, now: datetime, until: datetime) -> QuerySet[Event]:
    """Return the events somebody is on the list of that are not over and begin before a moment, the next first."""
    soon = events_of(user).filter(record__state=RecordState.DRAFT, cancelled_because="")
    return soon.filter(ends_at__gt=now, begins_at__lt=until).order_by("begins_at", "pk")


def attendance_list(event: Event) -> QuerySet[Attendance]:
    """Return everybody on an event's list: who speaks first, then by unit and staff number."""
    listed = event.attendances.select_related("user", "unit", "decided_by")
    return listed.order_by("-part", "unit__position", "unit", "user__username")


def own_attendances(user: User, events: Sequence[Event]) -> dict[int, Attendance]:
    """Return somebody's part in each of several events, by the event's key, in one query."""
    known = {event.pk: event for event in events}
    rows = list(Attendance.objects.filter(event__in=known, user=user))
    for row in rows:
        row.event = known[row.event_id]
    return {row.event_id: row for row in rows}


def attendance_counts(event: Event) -> Counter[str]:
    """Return how many were there in which way."""
    rows = event.attendances.order_by().values_list("state").annotate(count=Count("pk"))
    return Counter(dict(rows))


def leave_to_decide(user: User) -> QuerySet[Attendance]:
    """Return the requests for leave that wait for somebody, the next event first; nobody decides on their own."""
    waiting = Attendance.objects.filter(
        event__in=events_run_by(user).order_by().values("pk"),
        event__record__state=RecordState.DRAFT,
        event__cancelled_because="",
        leave_granted=None,
    )
    asked = waiting.exclude(leave_reason="").exclude(user=user)
    return asked.select_related("event__record", "user", "unit").order_by("event__begins_at", "pk")


def attendance_evidence(
    office: Office, first: date, last: date, people: Collection[int] | None = None
) -> Iterator[tuple[int, Evidence]]:
    """Yield each person's evidence of having been at an event, in one query; what is not closed yet still waits.

    Its key is that of the event's record.
    """
    rows = Attendance.objects.filter(
        is_counted=True, event__record__office=office, event__record__occurred_on__range=(first, last)
    ).order_by()
    if people is not None:
        rows = rows.filter(user__in=people)
    told = ("event__record__uuid", "user", "event__record__occurred_on", "event__record__state", "event__subtype")
    for uuid, user, on, state, subtype, part, minutes in rows.values_list(*told, "part", "minutes").iterator():
        attributes = {"subtype": subtype, "part": str(Part(part).label)}
        is_settled = state == RecordState.APPROVED
        yield (
            user,
            Evidence(
                key=str(uuid),
                kind=RecordKind.EVENT,
                on=on,
                is_settled=is_settled,
                minutes=minutes,
                attributes=attributes,
            ),
        )


def says(user: User, event: Event) -> list[Said]:
    """Return what somebody may say of an event: by their role, their part in it, and whether they are new."""
    own = event.attendances.filter(user=user).first()
    runs = runs_event(user, event)
    may = {
        Said.LEADER: has_role(user, Role.REVIEWER, Role.DIRECTOR),
        Said.NEWCOMER: own is not None and user.is_newcomer,
        Said.PEER: own is not None,
        Said.SPEECH: own is not None or runs,
        Said.QUESTION: own is not None or runs,
        Said.ANSWER: runs or (own is not None and own.part == Part.SPEAKER),
        Said.MINUTES: runs,
    }
    return [kind for kind, allowed in may.items() if allowed]


def words_of(event: Event) -> list[tuple[str, list[EventWord]]]:
    """Return what was said, kind by kind, each under its name; answers stand with their questions."""
    words = list(event.words.filter(answers=None).select_related("by").prefetch_related("answered__by"))
    by_kind = [(str(label), [word for word in words if word.kind == kind]) for kind, label in Said.choices]
    return [(label, found) for label, found in by_kind if found]


def is_there(attendance: Attendance | None) -> bool:
    """Return whether somebody has signed in."""
    return attendance is not None and attendance.state in {Attended.PRESENT, Attended.LATE, Attended.EARLY}


def _events() -> QuerySet[Event]:
    return Event.objects.select_related("record__unit", "record__office", "record__subject", "chair")


def _is_invited(user: User) -> Exists:
    return Exists(Attendance.objects.filter(event=OuterRef("pk"), user=user))
