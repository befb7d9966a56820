"""Read what an office decides on beyond a reviewer's word: ideas, projects and duty reports."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from learning.enums import RecordKind, RecordState, TalkType
from learning.models import Record
from learning.selectors.publications import month_of, quarter_of
from learning.selectors.standing import people_whose_year_is_seen


def idea_register(user: User) -> QuerySet[Record]:
    """Return the ideas that those whose year somebody sees handed in, the newest first."""
    return _handed_in(user).filter(kind=RecordKind.IDEA)


def register_with_visits(user: User, on: date) -> QuerySet[Record]:
    """Return ideas and duty reports, each with how often its project was asked about and guided up to a day.

    `enquiries` are those of the day's month, `guidance` of its quarter; of a visit told in confidence nothing is said.
    """
    is_duty_report = Q(kind=RecordKind.TALK, attributes__type=TalkType.DUTY_REPORT.value, is_confidential=False)
    rows = _handed_in(user).filter(Q(kind=RecordKind.IDEA) | is_duty_report)
    return rows.annotate(
        enquiries=_visits(TalkType.ENQUIRY, month_of(on)), guidance=_visits(TalkType.GUIDANCE, quarter_of(on))
    )


def _handed_in(user: User) -> QuerySet[Record]:
    seen = people_whose_year_is_seen(user).order_by().values("pk")
    handed_in = Record.objects.filter(office=user.office_id, subject__in=seen).exclude(state=RecordState.DRAFT)
    return handed_in.select_related("idea", "subject", "unit", "panel").order_by("-submitted_at", "-pk")


def _visits(sort: TalkType, days: tuple[date, date]) -> Count:
    counted = Q(
        visits__type=sort.value, visits__record__is_confidential=False, visits__record__occurred_on__range=days
    ) & ~Q(visits__record__state=RecordState.DRAFT)
    return Count("visits", filter=counted, distinct=True)
