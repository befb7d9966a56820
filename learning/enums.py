"""Kinds and states of learning records."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecordKind(TextChoices):
    """What somebody did; the values are those of `learning.schemes.model.Kind`, and name the table of each kind."""

    SESSION = "session", _("学习时段")
    NOTE = "note", _("读书笔记")
    EVENT = "event", _("集中活动")
    PIECE = "piece", _("稿件")
    PAIRING = "pairing", _("结对联系")
    TALK = "talk", _("谈话走访")
    EXAM = "exam", _("考试")
    IDEA = "idea", _("点子项目")
    TASK = "task", _("工作任务")


#: A reviewer of the unit decides on these; other kinds have a way of their own.
REVIEWED_IN_UNIT = (RecordKind.SESSION, RecordKind.NOTE)


class SessionMode(TextChoices):
    """How somebody studied."""

    ALONE = "alone", _("个人自学")
    GROUP = "group", _("科室集体学习")


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
