"""What a verification can say."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Validity(TextChoices):
    """The three answers to "is this certificate real?"."""

    VALID = "valid", _("有效")
    REVOKED = "revoked", _("已撤销")
    UNKNOWN = "unknown", _("查无此证")
