"""Write which books are recommended to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import User
from learning.models import BookReader, BookRecommendation

_BATCH = 500


@dataclass(frozen=True, slots=True)
class BookText:
    """What somebody says of a book that others are to read."""

    title: str
    author: str
    reason: str
    until: date | None = None


def book_recommend(*, text: BookText, people: Iterable[User], by: User, at: datetime) -> BookRecommendation:
    """Recommend a book to people, each once; who joins a unit or a roster later is not among them.

    Raises:
        RefusedError: there is nobody to read it, or the day by which to read it is over.
    """
    readers = {person.pk: person for person in people}
    if not readers:
        raise RefusedError(_("请选推荐给谁：选的单位、花名册里现在没有人，也没有填姓名。"))
    if text.until is not None and text.until < timezone.localdate(at):
        raise RefusedError(_("希望读完的日子已经过了。"))
    with transaction.atomic():
        made = BookRecommendation.objects.create(
            office=by.office,
            title=text.title,
            author=text.author,
            reason=text.reason,
            until=text.until,
            by=by,
            at=at,
        )
        rows = [BookReader(recommendation=made, user=person) for person in readers.values()]
        BookReader.objects.bulk_create(rows, batch_size=_BATCH)
    return made


def book_recommendation_end(*, recommendation: BookRecommendation, at: datetime) -> BookRecommendation:
    """Ask nobody any more to read a book; who has written about it keeps that.

    Raises:
        RefusedError: it has ended before.
    """
    with transaction.atomic():
        locked = BookRecommendation.objects.select_for_update().get(pk=recommendation.pk)
        if locked.ended_at is not None:
            raise RefusedError(_("这次推荐已经结束了。"))
        locked.ended_at = at
        locked.save(update_fields=["ended_at"])
    return locked
