"""Read panels: what waits for somebody's rating, and what the ratings came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_office_role
from learning.enums import DutyGrade, RecordKind, TalkType
from learning.models import Panel, PanelRater, PanelRating, Record
from learning.panels import grades_given, means


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a panel's ratings came to; figures that fewer than five gave are kept back where they are grades."""

    asked: int
    given: int
    grades: Mapping[str, int] | None
    criteria: Sequence[tuple[str, int, float]]
    mean: float | None
    comments: Sequence[str]


def is_rated(record: Record) -> bool:
    """Return whether records of its sort are rated by panels."""
    if record.kind == RecordKind.IDEA:
        return True
    return record.kind == RecordKind.TALK and record.attributes.get("type") == TalkType.DUTY_REPORT


def panels_to_rate(user: User) -> QuerySet[Panel]:
    """Return the panels that wait for a person's word, the longest waiting first."""
    waiting = PanelRater.objects.filter(user=user, rating=None)
    panels = Panel.objects.filter(raters__in=waiting, closed_at=None).order_by("opened_at")
    return panels.select_related("record__subject", "record__unit")


def visible_panels(user: User) -> QuerySet[Panel]:
    """Return the panels a person rates, and an organizer's whole office."""
    seen = Q(pk__in=PanelRater.objects.filter(user=user).values("panel"))
    if has_office_role(user, Role.ORGANIZER):
        seen |= Q(record__office=user.office)
    return Panel.objects.filter(seen).select_related("record__subject", "record__unit", "record__talk", "record__idea")


def panel_outcome(panel: Panel) -> Outcome:
    """Return what the ratings came to; of fewer than five no grade and no word, which would tell whose it is."""
    ratings = list(PanelRating.objects.filter(rater__panel=panel))
    criteria = panel.criteria
    found = means(criteria, [rating.scores for rating in ratings]) if criteria else None
    grades = grades_given([rating.grade for rating in ratings], DutyGrade.values)
    return Outcome(
        asked=panel.raters.count(),
        given=len(ratings),
        grades=None if criteria else grades,
        criteria=[(each.name, each.weight, mean) for each, mean in zip(criteria, found[0], strict=True)]
        if found
        else [],
        mean=found[1] if found else None,
        comments=[rating.comment for rating in ratings if rating.comment] if grades is not None or criteria else [],
    )
