"""What earns points, for which of the four fields, what is issued about a period, what awards are given for."""

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
    PUBLICATION = "published", _("发表登记")
    PROBLEM = "problem", _("审稿意见")
    ATTENDANCE = "attended", _("出席情况")
    DECISION = "decision", _("采纳决定")
    BREACH = "breach", _("违纪记录")


class BulletinKind(TextChoices):
    """What is issued about a period."""

    BULLETIN = "bulletin", _("通报")
    COMMENTARY = "commentary", _("讲评")


class BulletinPeriod(TextChoices):
    """How long the period is; the values are those of scheme files."""

    MONTH = "month", _("月")
    QUARTER = "quarter", _("季度")


class AwardSort(TextChoices):
    """What an award is given for."""

    IDEA = "idea", _("采纳的点子和项目")
    LECTURE = "lecture", _("讲课")
    RESEARCH = "research", _("调研文章")
    PIECE = "piece", _("采用的稿件")
    POINTS = "points", _("全年积分")


class UnitPoints(TextChoices):
    """How a unit's points are counted for its people where an appraisal asks; no source says."""

    UNSET = "unset", _("未设定")
    NONE = "none", _("不计入个人")
    MEAN = "mean", _("按单位人均")
    SHARE = "share", _("按比例")


class ExportFormat(TextChoices):
    """What an export is made as; the values end the file's name."""

    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"


class Source(TextChoices):
    """What a rule gives points for, or takes them for; an office has one rule for each at most."""

    EXAM = "exam", _("季季考成绩")
    NOTE = "note", _("读书笔记")
    PIECE = "piece", _("稿件审核通过")
    PUBLICATION = "publication", _("稿件发表")
    PROBLEM = "problem", _("审稿发现问题扣分")
    BREACH = "breach", _("培训违纪扣分")
    SPEAKING = "speaking", _("活动主讲")
    ATTENDING = "attending", _("参加活动")
    IDEA = "idea", _("点子和项目的采纳")
    TASK = "task", _("工作任务销号")

    @property
    def takes(self) -> bool:
        """Whether it takes points."""
        return self in {Source.PROBLEM, Source.BREACH}

    @property
    def field(self) -> Field:
        """Which of the four sides of the year it belongs to."""
        return _FIELDS.get(self, Field.STUDY)


_FIELDS = {
    Source.PIECE: Field.WRITE,
    Source.PUBLICATION: Field.WRITE,
    Source.PROBLEM: Field.WRITE,
    Source.SPEAKING: Field.SPEAK,
    Source.IDEA: Field.FIELD,
    Source.TASK: Field.FIELD,
}
