"""Read which books are recommended to whom, and who has written about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import Unit, User
from accounts.selectors import has_office_role, has_role, people_in_units, root_unit, unit_and_below, units_overseen
from learning.enums import RecordState
from learning.models import BookReader, BookRecommendation, Note, Record
from learning.selectors.records import readable_records
from learning.selectors.reviewing import REVIEWING_ROLES

#: Who recommends books to anybody in the office; who reviews, to the people of the units reviewed.
OFFICE_WIDE = (Role.DIRECTOR, Role.TRAINER, Role.ORGANIZER)
_HANDED_IN = (RecordState.SUBMITTED, RecordState.APPROVED)


@dataclass(frozen=True, slots=True)
class OwnBook:
    """A book recommended to somebody, with their note about it, where they have begun one."""

    recommendation: BookRecommendation
    record: Record | None

    @property
    def is_done(self) -> bool:
        """Return whether the note is with its reviewer or approved."""
        return self.record is not None and self.record.state in _HANDED_IN


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """Somebody to whom a book is recommended: whether they have handed in a note, and it, for who may read it."""

    user: User
    has_written: bool
    record: Record | None


def may_recommend(user: User) -> bool:
    """Return whether somebody recommends books to others."""
    return has_office_role(user, *OFFICE_WIDE) or has_role(user, *REVIEWING_ROLES)


def units_to_recommend_in(user: User) -> QuerySet[Unit]:
    """Return the units to whose people somebody recommends books."""
    if has_office_role(user, *OFFICE_WIDE):
        return unit_and_below(root_unit(user.office))
    over = Q(pk__in=[])
    for role in REVIEWING_ROLES:
        if has_role(user, role):
            over |= Q(pk__in=units_overseen(user, role))
    return Unit.objects.filter(over, office=user.office)


def people_to_recommend_to(user: User, on: date) -> QuerySet[User]:
    """Return to whom somebody recommends books, as the units are on a day."""
    return people_in_units(units_to_recommend_in(user), on)


def recommended_to(user: User) -> QuerySet[BookRecommendation]:
    """Return the books recommended to somebody, the newest first, those ended too."""
    mine = BookReader.objects.filter(user=user).values("recommendation")
    return BookRecommendation.objects.filter(pk__in=mine, office=user.office_id).select_related("by")


def own_books(user: User) -> list[OwnBook]:
    """Return what is recommended to somebody: what still waits first; ended, only what they wrote about."""
    books = list(recommended_to(user))
    notes = Record.objects.filter(subject=user, note__recommendation__in=books).select_related("note")
    records: dict[int | None, Record] = {}
    # Of several notes about a book the one handed in says that it was read.
    for record in sorted(notes, key=lambda each: (each.state in _HANDED_IN, each.pk)):
        records[record.note.recommendation_id] = record
    found = [OwnBook(book, records.get(book.pk)) for book in books]
    return sorted(
        (each for each in found if each.record or each.recommendation.ended_at is None), key=lambda each: each.is_done
    )


def books_waiting(user: User) -> QuerySet[BookRecommendation]:
    """Return the books about which somebody has still to begin a note."""
    begun = Note.objects.filter(recommendation=OuterRef("pk"), record__subject=user)
    return recommended_to(user).filter(~Exists(begun), ended_at=None)


def recommendations_by(user: User) -> QuerySet[BookRecommendation]:
    """Return what somebody has recommended, the newest first, with to how many: `reader_count`."""
    mine = BookRecommendation.objects.filter(by=user, office=user.office_id)
    return mine.annotate(reader_count=Count("readers"))


def own_readers(user: User, recommendation: BookRecommendation, on: date) -> QuerySet[User]:
    """Return to whom a book is recommended among the people whom somebody may still recommend books to, by number."""
    readers = people_to_recommend_to(user, on).filter(pk__in=recommendation.readers.values("user"))
    return readers.order_by("username")


def reader_rows(user: User, recommendation: BookRecommendation, readers: list[User]) -> list[ReaderRow]:
    """Return of readers who has handed in a note; three queries at most. A draft is its writer's alone."""
    written = Record.objects.filter(
        note__recommendation=recommendation, subject__in=readers, state__in=_HANDED_IN
    ).order_by("pk")
    records = {record.subject_id: record for record in written}
    open_to = set(
        readable_records(user).filter(pk__in=[each.pk for each in records.values()]).values_list("pk", flat=True)
    )
    return [
        ReaderRow(
            person,
            person.pk in records,
            record if (record := records.get(person.pk)) and record.pk in open_to else None,
        )
        for person in readers
    ]
