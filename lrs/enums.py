"""Choices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a client may do (xAPI 1.0.3 part three, 4.2)."""

    WRITE = "statements/write", _("写入语句")
    READ = "statements/read", _("读取语句")
    READ_MINE = "statements/read/mine", _("读取自己写入的语句")
    STATE = "state", _("读写状态")
    DEFINE = "define", _("定义活动与人员")
    PROFILE = "profile", _("读写档案")
    ALL_READ = "all/read", _("读取全部")
    ALL = "all", _("全部")


class DocumentKind(models.TextChoices):
    """Which of the three document resources holds a document."""

    STATE = "state", _("状态")
    ACTIVITY_PROFILE = "activity_profile", _("活动档案")
    AGENT_PROFILE = "agent_profile", _("人员档案")
