"""Write the images that questions show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import Office, User
from question_bank.content import MARK_LENGTH, Markup, QuestionType, content_images, image_names, marked_images
from question_bank.enums import ImportState
from question_bank.errors import ImageError
from question_bank.image_files import ImageFileError, image_kind
from question_bank.models import ImportRow, QuestionImage, QuestionVersion

#: How long an image may wait for the question it was uploaded for.
_GRACE = timedelta(days=30)
_BATCH = 500


def image_ensure(*, office: Office, data: bytes, by: User, now: datetime) -> QuestionImage:
    """Return an office's image of these bytes, kept once however often it comes.

    Raises:
        ImageError: no PNG, JPEG, GIF or WebP of at most 2 MB.
    """
    try:
        kind = image_kind(data)
    except ImageFileError as error:
        raise ImageError(str(error)) from error
    image, _is_new = QuestionImage.objects.get_or_create(
        office=office,
        sha256=hashlib.sha256(data).hexdigest(),
        defaults={
            "media_type": kind.media_type,
            "data": data,
            "size": len(data),
            "width": kind.width,
            "height": kind.height,
            "added_by": by,
            "added_at": now,
        },
    )
    return image


def images_sweep(*, now: datetime) -> int:
    """Delete images that no question and no row under review shows, a month after they came; return how many."""
    waiting = QuestionImage.objects.filter(added_at__lt=now - _GRACE)
    if not waiting.exists():
        return 0
    # Only HTML can show an image; a case may be plain while a part of it is not.
    showing = QuestionVersion.objects.filter(Q(extras__markup=Markup.HTML.value) | Q(type=QuestionType.CASE))
    shown = {name for version in showing.iterator(chunk_size=_BATCH) for name in content_images(version.content)}
    reviewed = _beginnings_under_review()
    unused = [
        pk
        for pk, name in waiting.values_list("pk", "sha256")
        if name not in shown and name[:MARK_LENGTH] not in reviewed
    ]
    for start in range(0, len(unused), _BATCH):
        QuestionImage.objects.filter(pk__in=unused[start : start + _BATCH]).delete()
    return len(unused)


def _beginnings_under_review() -> set[str]:
    """Return how the images begin that rows still name, as authors or as HTML do; a row set aside may come back."""
    rows = ImportRow.objects.filter(sheet_import__state=ImportState.PREVIEW).values_list("parsed", flat=True)
    texts = (text for parsed in rows.iterator(chunk_size=_BATCH) for text in _texts(parsed))
    return {name for text in texts for name in (*marked_images([text]), *_begun(image_names(text)))}


def _begun(names: Iterable[str]) -> Iterator[str]:
    return (name[:MARK_LENGTH] for name in names)


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
