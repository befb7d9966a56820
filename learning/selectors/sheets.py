"""Read sheets: what one has to fill in, who has not, and what a survey came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import Cohort, User
from accounts.selectors import cohort_people, has_office_role
from learning.enums import CheckMark, Satisfaction, SheetKind
from learning.models import Sheet, SheetSigned
from learning.panels import FEWEST


def options_of(sheet: Sheet) -> Sequence[str]:
    """Return what can be chosen for each item."""
    return Satisfaction.values if sheet.kind == SheetKind.SURVEY else CheckMark.values


def visible_sheets(user: User) -> QuerySet[Sheet]:
    """Return the sheets handed to a person, and for organizer and director the whole office's, newest first."""
    sheets = Sheet.objects.filter(office=user.office).select_related("handed_to", "office")
    if has_office_role(user, Role.ORGANIZER, Role.DIRECTOR):
        return sheets
    handed = Cohort.objects.filter(pk__in=sheets.order_by().values("handed_to"))
    mine = [cohort.pk for cohort in handed if cohort_people(cohort).filter(pk=user.pk).exists()]
    filled = SheetSigned.objects.filter(user=user).values("sheet")
    return sheets.filter(Q(handed_to__in=mine) | Q(pk__in=filled))


def people_without_sheet(sheet: Sheet) -> QuerySet[User]:
    """Return who has still to fill it in."""
    return cohort_people(sheet.handed_to).exclude(pk__in=sheet.signed.values("user")).order_by("username")


def survey_outcome(sheet: Sheet) -> Sequence[tuple[str, Mapping[str, int]]] | None:
    """Return how often each option of each item was chosen; nothing where fewer than five answered."""
    if sheet.signed.count() < FEWEST:
        return None
    counts = {(row.item, row.option): row.count for row in sheet.tallies.all()}
    options = options_of(sheet)
    return [
        (text, {option: counts.get((number, option), 0) for option in options})
        for number, text in enumerate(sheet.items)
    ]
