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


#: What each role lets a person do, for whoever grants it.
ROLE_DUTIES = {
    Role.CADRE: _("参加考试，看自己的成绩、证书、积分，写读书笔记。人人都是，不用授予。"),
    Role.TRAINER: _("上传、确认政策文件，写题、导入试题，审核别人命的题。"),
    Role.ORGANIZER: _("管理人员和花名册，组卷，安排考试，阅卷，发布成绩，颁发证书。"),
    Role.INVIGILATOR: _("考试时看考生的进度，给考生发消息，处理离开页面等情况。"),
    Role.REVIEWER: _("审核所辖单位的读书笔记，看所辖人员的积分。"),
    Role.DIRECTOR: _("看所辖人员的积分和凭据，也可以审核读书笔记。"),
    Role.AUDITOR: _("查看、核对积分台账，不能改。"),
    Role.SECURITY_ADMINISTRATOR: _("授予、结束角色，重置任何人的密码。"),
    Role.SYSTEM_ADMINISTRATOR: _(
        "在“系统管理”里查看题库，用 Excel 试题表导入、导出试题；服务器上的维护没有单独的页面。"
    ),
}

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


class Scope(TextChoices):
    """What a program's token may be used for."""

    EXAMS_TAKE = "exams:take", _("看自己的考试，进入作答")
    RESULTS_OWN = "results:own", _("看自己已发布的成绩")
    EXAMS_READ = "exams:read", _("看本机关的考试")
    ROSTERS_READ = "rosters:read", _("看花名册和考生名单")
    ROSTERS_WRITE = "rosters:write", _("增减花名册里的人，补报考生，登记免考、缓考")
    ATTEMPTS_READ = "attempts:read", _("看谁在作答、谁交了卷")
    RESULTS_READ = "results:read", _("看成绩总分和是否及格")
    RESULTS_QUESTIONS = "results:questions", _("看已发布成绩的各题得分")


#: Who may do over the whole office what a scope speaks of; nobody named: everybody, with what is their own.
SCOPE_ROLES: dict[Scope, tuple[Role, ...]] = {
    Scope.EXAMS_TAKE: (),
    Scope.RESULTS_OWN: (),
    Scope.EXAMS_READ: (Role.ORGANIZER,),
    Scope.ROSTERS_READ: (Role.ORGANIZER,),
    Scope.ROSTERS_WRITE: (Role.ORGANIZER,),
    Scope.ATTEMPTS_READ: (Role.ORGANIZER,),
    Scope.RESULTS_READ: (Role.ORGANIZER,),
    Scope.RESULTS_QUESTIONS: (Role.ORGANIZER,),
}
