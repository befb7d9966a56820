"""Find images that questions show."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from accounts.models import Office
from question_bank.content import MARK_LENGTH
from question_bank.models import QuestionImage


def images_named(office: Office, beginnings: Collection[str]) -> dict[str, str]:
    """Return the SHA-256 of an office's images by their beginnings, as authors name them."""
    if not beginnings:
        return {}
    wanted = Q()
    for beginning in beginnings:
        wanted |= Q(sha256__startswith=beginning)
    names = QuestionImage.objects.filter(wanted, office=office).values_list("sha256", flat=True)
    return {name[:MARK_LENGTH]: name for name in names}
