"""Write handwritten notes: photos of their pages, and the count of characters that a reviewer confirms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from learning.models import HandwritingCount, NotebookPhoto, Record
from learning.photos import Photo, PhotoError, readable_photo
from learning.services.editable import RecordIncompleteError, editable

#: A notebook's worth of pages.
MOST_PHOTOS = 60


def photos_add(*, note: Record, files: Iterable[tuple[str, bytes]], now: datetime) -> tuple[int, list[str]]:
    """Keep photos of a note's pages behind those that are there; return how many, and of the others why not.

    Raises:
        RecordClosedError: the note is with its reviewer, or decided.
    """
    photos: list[Photo] = []
    faults: list[str] = []
    for name, data in files:
        try:
            photos.append(readable_photo(data))
        except PhotoError as error:
            faults.append(_("“%(name)s”没有收下：%(why)s。") % {"name": name, "why": error})
    with transaction.atomic():
        locked = editable(note)
        there = locked.photos.count()
        last = locked.photos.aggregate(last=Max("number"))["last"] or 0
        taken = photos[: max(MOST_PHOTOS - there, 0)]
        NotebookPhoto.objects.bulk_create(
            NotebookPhoto(
                record=locked,
                number=last + place,
                image=photo.data,
                width=photo.width,
                height=photo.height,
                added_at=now,
            )
            for place, photo in enumerate(taken, start=1)
        )
    if len(photos) > len(taken):
        told = {"most": MOST_PHOTOS, "count": len(photos) - len(taken)}
        faults.append(_("一篇笔记最多 %(most)d 张照片，后面 %(count)d 张没有收下。") % told)
    return len(taken), faults


def photo_remove(*, photo: NotebookPhoto) -> None:
    """Take a page away.

    Raises:
        RecordClosedError: the note is with its reviewer, or decided.
    """
    with transaction.atomic():
        editable(photo.record)
        photo.delete()


def photo_forward(*, photo: NotebookPhoto) -> None:
    """Let a page change places with the one before it.

    Raises:
        RecordClosedError: the note is with its reviewer, or decided.
    """
    with transaction.atomic():
        locked = editable(photo.record)
        before = locked.photos.filter(number__lt=photo.number).defer("image").last()
        if before is not None:
            before.number, photo.number = photo.number, before.number
            before.save(update_fields=["number"])
            photo.save(update_fields=["number"])


def handwriting_declare(*, note: Record, characters: int, by: User, now: datetime) -> Record:
    """Say how many characters are on the photos; until a reviewer confirms them they only wait.

    Raises:
        RecordClosedError: the note is with its reviewer, or decided.
    """
    with transaction.atomic():
        locked = editable(note)
        typed = locked.characters - handwritten(locked)
        HandwritingCount.objects.create(record=locked, characters=characters, by=by, at=now)
        locked.characters = typed + characters
        locked.save(update_fields=["characters"])
    return locked


def handwriting_confirm(*, note: Record, characters: int | None, reason: str, by: User, now: datetime) -> None:
    """Put the reviewer's count of a note's handwriting in place of its writer's; the caller saves the note.

    Raises:
        RecordIncompleteError: there are photos and no count, or another count than declared without a word of why.
    """
    if not note.photos.exists():
        return
    if characters is None:
        raise RecordIncompleteError(_("这篇笔记有手写照片，通过以前请核对手写字数。"), field="handwriting")
    declared = handwritten(note)
    if characters != declared and not reason.strip():
        raise RecordIncompleteError(_("手写字数和作者填的不一样，请在评语里写明怎样数的。"), field="comment")
    HandwritingCount.objects.create(record=note, characters=characters, reason=reason, by=by, at=now)
    note.characters += characters - declared


def handwritten(note: Record) -> int:
    """Return how many handwritten characters of a note stand."""
    newest = note.handwriting.first()
    return newest.characters if newest else 0
