"""States and roles of people and rosters."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may do inside a unit and all below it."""

    CADRE = "cadre", _("学员")
    TRAINER = "trainer", _("命题教师")
    ORGANIZER = "organizer", _("考务")
    INVIGILATOR = "invigilator", _("监考")
    REVIEWER = "reviewer", _("审核人")
    DIRECTOR = "director", _("部长")
    AUDITOR = "auditor", _("审计员")
    SECURITY_ADMINISTRATOR = "security_administrator", _("安全管理员")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("系统管理员")


#: 三员分立: nobody holds two of these at a time.
EXCLUSIVE_ROLES = (Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR)


class CohortKind(TextChoices):
    """How a roster comes about."""

    UNIT = "unit", _("单位及下属")
    LIST = "list", _("名单")


class RosterImportState(TextChoices):
    """Where an uploaded roster stands."""

    PREVIEW = "preview", _("待确认")
    COMMITTED = "committed", _("已导入")
