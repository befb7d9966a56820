"""Read what somebody who looks after people has to look at in a month, and how far they have come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_office_role, has_role
from learning.enums import REVIEWED_IN_UNIT, RecordKind, RecordState
from learning.models import (
    Attendance,
    IdeaDecision,
    PairingContact,
    Publication,
    Record,
    RecordReview,
)
from learning.selectors.classes import classes_run_by
from learning.selectors.competencies import claims_overseen, claims_waiting, decides_on_claims
from learning.selectors.events import events_run_by, leave_to_decide, may_plan_events
from learning.selectors.ideas import idea_register
from learning.selectors.inspections import notes_between
from learning.selectors.pairings import pairing_register
from learning.selectors.publications import month_of, publications_waiting
from learning.selectors.records import overseen, records_to_review
from learning.selectors.reviewing import REVIEWING_ROLES, pieces_waiting


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its days, and by the moments between which it lies."""

    first: date
    last: date
    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month of a day."""
        first, last = month_of(day)
        begins, ends = (
            timezone.make_aware(datetime.combine(each, time.min)) for each in (first, last + timedelta(days=1))
        )
        return cls(first, last, begins, ends)


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that waits: since which day, whose it is, and whether it should be done by now."""

    since: date
    whose: User | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One sort of thing to look at: what was done in a month, what of it and of earlier months waits, and where."""

    title: str
    url: str
    done: int
    waiting: int
    before: int
    late: int
    people: Mapping[User, int]

    @property
    def left(self) -> int:
        """How many things wait altogether."""
        return self.waiting + self.before

    @property
    def total(self) -> int:
        """How many things there were or are to look at."""
        return self.done + self.left


def month_agenda(user: User, month: Month, now: datetime) -> list[AgendaLine]:
    """Return what a reviewer, a director or an organizer looks at in a month; nothing that is not theirs to decide.

    What is late comes first, then what waits. What waits from earlier months counts until it is done. Their own
    records are others' to look at. A constant number of queries, however much waits.
    """
    found = [line for asked in _ASKED for line in asked(user, month, now) if line.total]
    return sorted(found, key=lambda line: (not line.late, not line.left))


def _within(field: str, month: Month) -> Q:
    """Return the condition that a moment lies in a month."""
    return Q(**{f"{field}__gte": month.begins, f"{field}__lt": month.ends})


def _line(title: str, url: str, month: Month, waiting: Iterable[Open], done: int) -> AgendaLine:
    known = [each for each in waiting if each.since <= month.last]
    before = sum(each.since < month.first for each in known)
    return AgendaLine(
        title=title,
        url=url,
        done=done,
        waiting=len(known) - before,
        before=before,
        late=sum(each.is_late for each in known),
        people=Counter(each.whose for each in known if each.whose),
    )


def _records(user: User, month: Month, _now: datetime) -> Iterator[AgendaLine]:
    """Records that a reviewer of the unit decides on, a line for each kind."""
    if not has_role(user, *REVIEWING_ROLES):
        return
    mine = Record.objects.filter(overseen(user), kind__in=REVIEWED_IN_UNIT).exclude(subject=user)
    decided = RecordReview.objects.filter(_within("at", month), record__in=mine.values("pk"))
    done = dict(decided.order_by().values_list("record__kind").annotate(Count("pk")))
    waiting: dict[str, list[Open]] = {}
    for record in records_to_review(user):
        if record.submitted_at is not None:
            waiting.setdefault(record.kind, []).append(Open(timezone.localdate(record.submitted_at), record.subject))
    for kind in REVIEWED_IN_UNIT:
        yield _line(str(kind.label), reverse("learning:reviews"), month, waiting.get(kind, ()), done.get(kind, 0))


def _pieces(user: User, month: Month, now: datetime) -> Iterator[AgendaLine]:
    """Articles at the stages that are this person's; of what is decided, what they decided."""
    waiting = [
        Open(timezone.localdate(each.record.submitted_at), each.record.subject, each.is_overdue)
        for each in pieces_waiting(user, now)
        if each.record.submitted_at is not None
    ]
    done = RecordReview.objects.filter(_within("at", month), by=user, record__kind=RecordKind.PIECE).count()
    yield _line(_("稿件"), reverse("learning:pieces_waiting"), month, waiting, done)


def _inspection(user: User, month: Month, _now: datetime) -> Iterator[AgendaLine]:
    """The notes of the month that a director inspects."""
    if not has_role(user, Role.DIRECTOR):
        return
    notes = list(notes_between(user, month.first, month.last).prefetch_related(None))
    waiting = [Open(note.occurred_on, note.subject) for note in notes if not _is_inspected(note)]
    url = f"{reverse('learning:inspection')}?month={month.first:%Y-%m}"
    yield _line(_("部长检查笔记"), url, month, waiting, len(notes) - len(waiting))


def _is_inspected(note: Record) -> bool:
    return bool(getattr(note, "is_inspected", False))


def _events(user: User, month: Month, now: datetime) -> Iterator[AgendaLine]:
    """Leave that is asked for, and events that are over and not settled."""
    if not may_plan_events(user):
        return
    run = events_run_by(user).order_by()
    leave = [Open(timezone.localdate(each.event.begins_at), each.user) for each in leave_to_decide(user)]
    granted = Attendance.objects.filter(
        _within("event__begins_at", month), event__in=run.values("pk"), leave_granted__isnull=False
    )
    yield _line(_("请假"), reverse("learning:events"), month, leave, granted.exclude(user=user).count())
    over = run.filter(record__state=RecordState.DRAFT, cancelled_because="", ends_at__lt=now)
    settled = run.filter(record__state=RecordState.APPROVED, record__occurred_on__range=(month.first, month.last))
    today = timezone.localdate(now)
    open_ones = [Open(day, is_late=day < today) for day in (timezone.localdate(each.ends_at) for each in over)]
    yield _line(_("活动结束、计入要求"), reverse("learning:events"), month, open_ones, settled.count())


def _classes(user: User, month: Month, now: datetime) -> Iterator[AgendaLine]:
    """Training classes that are over: who completes is decided."""
    run, today = classes_run_by(user), timezone.localdate(now)
    over = [Open(each.ends_on, is_late=True) for each in run.filter(closed_at=None, ends_on__lt=today)]
    done = run.filter(_within("closed_at", month)).count()
    yield _line(_("培训班结业"), reverse("learning:classes"), month, over, done)


def _competencies(user: User, month: Month, _now: datetime) -> Iterator[AgendaLine]:
    if not decides_on_claims(user):
        return
    waiting = [Open(timezone.localdate(each.claimed_at), each.user) for each in claims_waiting(user)]
    done = claims_overseen(user).filter(_within("decided_at", month)).exclude(user=user).count()
    yield _line(_("能力标签"), reverse("learning:competencies"), month, waiting, done)


def _pairings(user: User, month: Month, _now: datetime) -> Iterator[AgendaLine]:
    """Pairings of people looked after that nobody has noted a contact of in the month."""
    met = PairingContact.objects.filter(pairing=OuterRef("pk"), on__range=(month.first, month.last))
    held = pairing_register(user, month.last).filter(occurred_on__lte=month.last)
    pairings = list(held.annotate(has_met=Exists(met)))
    waiting = [Open(month.first, each.subject) for each in pairings if not getattr(each, "has_met", False)]
    done = len(pairings) - len(waiting)
    yield _line(_("结对联系（本月没有联系的）"), reverse("learning:pairing_register"), month, waiting, done)


def _office(user: User, month: Month, _now: datetime) -> Iterator[AgendaLine]:
    """What an organizer decides for the whole office: where articles came out, which ideas are taken up."""
    if not has_office_role(user, Role.ORGANIZER):
        return
    office = user.office
    publications = Publication.objects.filter(_within("decided_at", month), record__office=office)
    waiting = [
        Open(timezone.localdate(each.registered_at), each.record.subject) for each in publications_waiting(office)
    ]
    yield _line(_("发表登记核实"), reverse("learning:publications"), month, waiting, publications.count())
    undecided = idea_register(user).filter(state=RecordState.APPROVED, idea__adoption="")
    decided = IdeaDecision.objects.filter(_within("at", month), idea__record__office=office)
    yield _line(
        _("点子项目采纳"),
        reverse("learning:ideas"),
        month,
        [Open(timezone.localdate(each.decided_at or each.created_at), each.subject) for each in undecided],
        decided.count(),
    )


#: Each tells what there is of its sort, nothing where it is not somebody's business.
_ASKED: tuple[Callable[[User, Month, datetime], Iterator[AgendaLine]], ...] = (
    _records,
    _pieces,
    _inspection,
    _events,
    _classes,
    _competencies,
    _pairings,
    _office,
)
