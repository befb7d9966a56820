"""What earns points, and for which of the four fields."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Field(TextChoices):
    """The four sides of a cadre's year."""

    STUDY = "study", _("学")
    WRITE = "write", _("写")
    SPEAK = "speak", _("说")
    FIELD = "field", _("干")


class EvidenceKind(TextChoices):
    """What a ledger entry can rest on."""

    RESULT = "result", _("考试成绩")
    RECORD = "record", _("学习记录")
