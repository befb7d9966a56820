"""Kinds and states of learning records."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecordKind(TextChoices):
    """What somebody did. Seven more kinds join these two as their pages come."""

    NOTE = "note", _("读书笔记")
    EXAM = "exam", _("考试")


class RecordState(TextChoices):
    """Where a record stands."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已通过")


class Verdict(TextChoices):
    """What a reviewer decided."""

    APPROVED = "approved", _("通过")
    RETURNED = "returned", _("退回修改")
