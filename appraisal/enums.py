"""What earns points, for which of the four fields, and what is issued about a period."""

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


class BulletinKind(TextChoices):
    """What is issued about a period."""

    BULLETIN = "bulletin", _("通报")
    COMMENTARY = "commentary", _("讲评")


class BulletinPeriod(TextChoices):
    """How long the period is; the values are those of scheme files."""

    MONTH = "month", _("月")
    QUARTER = "quarter", _("季度")
