"""Read the publication register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet

from accounts.models import Office
from learning.models import Publication, PublicationState

_MONTHS_OF_QUARTER = 3


def publications_waiting(office: Office) -> QuerySet[Publication]:
    """Return what an organizer has still to confirm, the oldest first."""
    waiting = Publication.objects.filter(record__office=office, state=PublicationState.WAITING)
    return _with_pieces(waiting).order_by("registered_at")


def publications_between(office: Office, first: date, last: date) -> QuerySet[Publication]:
    """Return what came out between two days and was confirmed, in the order of the days."""
    confirmed = Publication.objects.filter(
        record__office=office, state=PublicationState.CONFIRMED, published_on__range=(first, last)
    )
    return _with_pieces(confirmed)


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's quarter."""
    first = day.replace(month=day.month - (day.month - 1) % _MONTHS_OF_QUARTER, day=1)
    return first, month_of(first.replace(month=first.month + _MONTHS_OF_QUARTER - 1))[1]


def by_class(publications: Iterable[Publication]) -> list[tuple[str, list[list[Publication]]]]:
    """Return publications piece by piece, the pieces by their class, each in the order in which it first came out."""
    pieces: dict[int, list[Publication]] = {}
    for each in publications:
        pieces.setdefault(each.record_id, []).append(each)
    ordered = sorted(pieces.values(), key=lambda entries: entries[0].record.piece.piece_class)
    return [
        (name, list(entries)) for name, entries in groupby(ordered, key=lambda found: found[0].record.piece.piece_class)
    ]


def _with_pieces(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    return rows.select_related("record__piece", "record__subject", "record__unit").defer("image", "record__piece__body")
