"""States of exams, candidates and attempts."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExamKind(TextChoices):
    """What an exam is for."""

    QUARTERLY_TEST = "quarterly_test", _("季季考")
    CLASS_EXAM = "class_exam", _("培训班考试")
    MOCK = "mock", _("模拟考试")
    PRACTICE = "practice", _("练习卷")


class ExamState(TextChoices):
    """What people have decided about an exam; whether it is open is read off the clock."""

    DRAFT = "draft", _("草稿")
    SCHEDULED = "scheduled", _("已安排")
    PUBLISHED = "published", _("成绩已发布")
    ARCHIVED = "archived", _("已归档")


class ExamPhase(TextChoices):
    """Where an exam stands by its state and the server's clock together."""

    DRAFT = "draft", _("草稿")
    UPCOMING = "upcoming", _("未开始")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")
    MARKING = "marking", _("阅卷中")
    PUBLISHED = "published", _("成绩已发布")
    ARCHIVED = "archived", _("已归档")


#: What the course of an exam tells of: what people decided, and what the clock did.
EXAM_STEPS = [
    *ExamState.choices,
    *((phase.value, phase.label) for phase in (ExamPhase.OPEN, ExamPhase.CLOSED, ExamPhase.MARKING)),
]


class CountingAttempt(TextChoices):
    """Which of several attempts counts."""

    BEST = "best", _("取最高分")
    LAST = "last", _("取最后一次")
    FIRST = "first", _("取第一次")


class CandidateState(TextChoices):
    """Whether a person was to come."""

    EXPECTED = "expected", _("应考")
    ABSENT = "absent", _("缺考")
    EXCUSED = "excused", _("免考")
    DEFERRED = "deferred", _("缓考")
    RESIT = "resit", _("补考")


#: Who may enter.
ADMITTED = frozenset({CandidateState.EXPECTED, CandidateState.RESIT})


class AccommodationKind(TextChoices):
    """What one candidate is granted beyond what all are."""

    EXTRA_TIME = "extra_time", _("加时")
    WINDOW = "window", _("另定考试时间")
    EXTRA_ATTEMPT = "extra_attempt", _("加考一次")
    REOPEN = "reopen", _("重新打开答卷")
    TIME_CREDIT = "time_credit", _("故障补时")


class AttemptState(TextChoices):
    """An attempt is open until its owner submits it or its time runs out."""

    OPEN = "open", _("作答中")
    SUBMITTED = "submitted", _("已交卷")


class IntegrityKind(TextChoices):
    """What an exam page notices."""

    AWAY = "away", _("离开页面")
    PASTE = "paste", _("粘贴")
    TAKEOVER = "takeover", _("换设备")


class IntegrityVerdict(TextChoices):
    """What an invigilator decides of it; nothing is decided by itself."""

    CLEARED = "cleared", _("没有问题")
    WARNED = "warned", _("提醒")
    ANNULLED = "annulled", _("成绩无效")


class SubmitReason(TextChoices):
    """Who ended an attempt."""

    CANDIDATE = "candidate", _("本人交卷")
    TIMEOUT = "timeout", _("到时自动交卷")
    TYPED = "typed", _("纸笔录入")


class MarkSource(TextChoices):
    """Who gave marks."""

    MACHINE = "machine", _("自动阅卷")
    PERSON = "person", _("人工阅卷")


class SeatOrder(TextChoices):
    """How people follow one another through the rooms of an exam on site."""

    APART = "apart", _("随机，同一单位的人不挨着坐")
    RANDOM = "random", _("完全随机")
    BY_UNIT = "by_unit", _("按单位和工号顺序")


class CorrectionKind(TextChoices):
    """What is done about a question that turns out to be wrong after people answered it."""

    REKEY = "rekey", _("更正答案")
    ACCEPT = "accept", _("几个答案都算对")
    FULL = "full", _("全员得满分")
    VOID = "void", _("本题作废，不计分")
    RESTORE = "restore", _("恢复原来的答案和计分")


class RemarkDecision(TextChoices):
    """How a request to look at an answer again was answered."""

    UPHELD = "upheld", _("维持原分")
    CHANGED = "changed", _("改分")
    CORRECTED = "corrected", _("题目或答案有错，已对全体更正")


class MarkingMode(TextChoices):
    """How many people mark each written answer."""

    SINGLE = "single", _("一人评")
    DOUBLE = "double", _("两人评，差得多时第三人评（2+1）")
    ADJUDICATED = "adjudicated", _("两人评，第三人评，仍差得多时考务仲裁（2+1+1）")
