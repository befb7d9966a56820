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
REVIEWED_IN_UNIT = (
    RecordKind.SESSION,
    RecordKind.NOTE,
    RecordKind.PAIRING,
    RecordKind.TALK,
    RecordKind.IDEA,
    RecordKind.TASK,
)


class SessionMode(TextChoices):
    """How somebody studied."""

    ALONE = "alone", _("个人自学")
    GROUP = "group", _("科室集体学习")


class TaskType(TextChoices):
    """What a piece of work belongs to; the values stand in scheme files."""

    LEDGER = "日程表", _("工作推进日程表")
    RESEARCH = "调研课题", _("调研课题")
    READING = "指定学习", _("指定学习")
    PARTY_PROJECT = "党建项目", _("党建项目")
    FRONT_LINE = "一线锻炼", _("一线锻炼")
    DEGREE = "学历提升", _("学历提升")
    COMPENDIUM = "文集汇编", _("文集汇编")
    FILE_REVIEW = "调阅", _("基层党建月调阅")
    PUBLICITY = "宣传任务", _("宣传任务")
    OTHER = "其他", _("其他工作")


class TaskClass(TextChoices):
    """Whether work is the usual or something new."""

    ROUTINE = "常规", _("常规工作")
    NEW = "创新", _("创新工作")


class TaskEvent(TextChoices):
    """What happened to a piece of work; decisions on it are reviews."""

    PLANNED = "planned", _("列入台账")
    POSTPONED = "postponed", _("延期")
    DONE = "done", _("申请销号")


class PairingType(TextChoices):
    """What joins two; the values stand in scheme files."""

    MENTORING = "帮带", _("帮带结对")
    CONTACT_POINT = "联系点", _("联系点")
    HOUSEHOLD = "联系户", _("联系户")
    CORRESPONDENT = "信息员", _("信息员")


class CounterpartKind(TextChoices):
    """What a contact point is; the values stand in scheme files."""

    TOWNSHIP = "乡镇党委", _("乡镇党委")
    DEPARTMENT = "区直机关党组织", _("区直机关党组织")
    ENTERPRISE = "企业党组织", _("企业党组织")
    VILLAGE = "村（社区）党组织", _("村（社区）党组织")
    HOUSEHOLD = "户", _("户")
    UNIT = "单位", _("单位")


class TalkType(TextChoices):
    """What a talk, a visit or a report is; the values stand in scheme files."""

    HEART_TO_HEART = "谈心谈话", _("谈心谈话")
    REPORT = "工作汇报", _("工作汇报")
    VISIT = "走访", _("走访、下基层")
    ENQUIRY = "了解", _("了解项目进展")
    GUIDANCE = "上门指导", _("上门指导")
    VILLAGE = "包村", _("包村检查")
    FILE_REVIEW = "调阅", _("调阅")
    DUTY_REPORT = "述职", _("述职")
    QUARTERLY_WORK = "季度工作", _("季度工作")


class TalkLevel(TextChoices):
    """Between whom a heart-to-heart talk is held; the values are what duties tell apart."""

    MINISTER = "部长↔副部长", _("部长和副部长、部务委员")
    DEPUTY = "副部长↔科室负责人", _("副部长、部务委员和科室负责人")
    HEAD = "科室负责人↔科室同志", _("科室负责人和科室同志")
    PEERS = "同志之间", _("同志之间")


class IdeaType(TextChoices):
    """What is suggested; the values stand in scheme files."""

    SUGGESTION = "工作建议", _("工作建议")
    PLAN = "工作方案", _("工作方案")
    PROJECT = "工作项目", _("工作项目")
    INFORMATION = "组工信息", _("组工信息")
    INNOVATION = "创新项目", _("创新项目")


#: What is asked about each month and guided each quarter.
PROJECTS = (IdeaType.PROJECT, IdeaType.INNOVATION)


class Adoption(TextChoices):
    """What the office made of an idea."""

    WHOLE = "采纳", _("采纳")
    PART = "部分采纳", _("部分采纳")
    NOT = "未采纳", _("未采纳")


class DutyGrade(TextChoices):
    """What a rater gives a duty report, best first."""

    EXCELLENT = "优秀", _("优秀")
    COMPETENT = "称职", _("称职")
    BARELY = "基本称职", _("基本称职")
    NOT = "不称职", _("不称职")


class MaterialCategory(TextChoices):
    """Where a learning material stands."""

    LECTURE = "lecture", _("干训讲堂")
    HANDBOOK = "handbook", _("学习资料选编")
    BOOK = "book", _("推荐书目")
    SPEECH = "speech", _("领导讲话")
    WRITING = "writing", _("写作素材")
    OTHER = "other", _("其他资料")


class MaterialUse(TextChoices):
    """What is counted of a material, once a person and day."""

    OPENED = "opened", _("打开")
    DOWNLOADED = "downloaded", _("下载")


class SheetKind(TextChoices):
    """What people do with a sheet."""

    PLEDGE = "pledge", _("承诺、报告")
    CHECKLIST = "checklist", _("对照检查")
    SURVEY = "survey", _("不记名测评")


class CheckMark(TextChoices):
    """How somebody stands by an item of a checklist."""

    KEPT = "做到", _("做到")
    PART = "部分做到", _("部分做到")
    NOT = "没有做到", _("没有做到")


class Satisfaction(TextChoices):
    """What an item of a survey is answered with."""

    VERY = "满意", _("满意")
    RATHER = "比较满意", _("比较满意")
    SO_SO = "一般", _("一般")
    NOT = "不满意", _("不满意")


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


class NoteSubtype(TextChoices):
    """What a note is; the values stand in scheme files."""

    READING = "读书笔记", _("读书笔记")
    STUDY = "学习笔记", _("学习笔记")
    REFLECTION = "学习心得", _("学习心得")
    SPEECH = "交流发言", _("交流发言")
    AFTER_CLASS = "课后思考", _("课后思考")


class InspectionGrade(TextChoices):
    """How good a director finds a note."""

    GOOD = "good", _("好")
    FAIR = "fair", _("较好")
    PLAIN = "plain", _("一般")
    POOR = "poor", _("要改进")


class Rhythm(TextChoices):
    """How often somebody gets a digest."""

    OFF = "off", _("不要")
    DAILY = "daily", _("每个工作日")
    WEEKLY = "weekly", _("每周一次")


class RobotMaker(TextChoices):
    """Whose robot speaks to a group."""

    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")


class RobotForm(TextChoices):
    """How a robot's message is written."""

    TEXT = "text", _("纯文字")
    MARKDOWN = "markdown", _("Markdown")


class ReminderState(TextChoices):
    """How far a message is."""

    WAITING = "waiting", _("等待发送")
    SENDING = "sending", _("正在发送")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("没有发出")
    DROPPED = "dropped", _("不再发送")


class CompetencyGroup(TextChoices):
    """What somebody is known for: 政策通, 活字典, 多面手."""

    POLICY = "policy", _("政策通")
    LOCAL = "local", _("活字典")
    SKILL = "skill", _("多面手")


class ClaimState(TextChoices):
    """Where a claim to a competency stands."""

    WAITING = "waiting", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    DECLINED = "declined", _("没有确认")
    WITHDRAWN = "withdrawn", _("本人撤回")
