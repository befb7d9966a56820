"""Write the images that questions show."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import Office, User
from question_bank.content import Markup, QuestionType, content_images
from question_bank.errors import ImageError
from question_bank.image_files import ImageFileError, image_kind
from question_bank.models import QuestionImage, QuestionVersion

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
    """Delete images that no version of any question shows, a month after they came; return how many."""
    waiting = QuestionImage.objects.filter(added_at__lt=now - _GRACE)
    if not waiting.exists():
        return 0
    # Only HTML can show an image; a case may be plain while a part of it is not.
    showing = QuestionVersion.objects.filter(Q(extras__markup=Markup.HTML.value) | Q(type=QuestionType.CASE))
    shown = {name for version in showing.iterator(chunk_size=_BATCH) for name in content_images(version.content)}
    unused = [pk for pk, name in waiting.values_list("pk", "sha256") if name not in shown]
    for start in range(0, len(unused), _BATCH):
        QuestionImage.objects.filter(pk__in=unused[start : start + _BATCH]).delete()
    return len(unused)
