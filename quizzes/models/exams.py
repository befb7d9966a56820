"""Who is asked, and when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Cohort, Office, PublicModel, Unit, User
from quizzes.enums import EXAM_STEPS, AccommodationKind, CandidateState, CountingAttempt, ExamKind, ExamState
from quizzes.models.papers import Paper


class Exam(PublicModel):
    """A paper, a roster and a window. Frozen once it is scheduled; a change after that is its own logged act."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="exams", verbose_name=_("机关"))
    kind = models.CharField(_("类别"), max_length=20, choices=ExamKind.choices, default=ExamKind.QUARTERLY_TEST)
    title = models.CharField(_("名称"), max_length=100)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    quarter = models.PositiveSmallIntegerField(_("季度"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=ExamState.choices, default=ExamState.DRAFT)
    resit_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="resits", verbose_name=_("补考自")
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="exams", verbose_name=_("花名册"))
    papers = models.ManyToManyField(Paper, related_name="exams", verbose_name=_("试卷"))
    #: Known once papers are chosen for good: whether the window is followed by marking.
    is_marked_by_people = models.BooleanField(_("有人工阅卷题"), default=True)
    rules = models.TextField(_("考试须知"), blank=True)
    opens_at = models.DateTimeField(_("开始"))
    closes_at = models.DateTimeField(_("结束"))
    duration_minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    grace_seconds = models.PositiveSmallIntegerField(_("断网宽限（秒）"), default=10)
    attempt_limit = models.PositiveSmallIntegerField(_("可考次数"), default=1)
    counting = models.CharField(
        _("成绩取法"), max_length=10, choices=CountingAttempt.choices, default=CountingAttempt.BEST
    )
    pass_marks = models.PositiveIntegerField(_("及格线（百分之一分）"))
    shuffle_questions = models.BooleanField(_("题目乱序"), default=False)
    shuffle_options = models.BooleanField(_("选项乱序"), default=False)
    access_code = models.CharField(_("考场口令"), max_length=30, blank=True)
    networks = models.TextField(_("限定网段"), blank=True)
    seb_keys = models.TextField(_("Safe Exam Browser 配置密钥"), blank=True)
    watches_departures = models.BooleanField(_("记录切屏和粘贴"), default=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("建立人"))
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    published_at = models.DateTimeField(_("成绩发布时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("考试")
        verbose_name_plural = _("考试")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="quizzes_exam_window",
                violation_error_message=_("结束时间须晚于开始时间。"),
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=1),
                name="quizzes_exam_duration",
                violation_error_message=_("时长至少一分钟。"),
            ),
            models.CheckConstraint(
                condition=Q(attempt_limit__gte=1),
                name="quizzes_exam_attempt_limit",
                violation_error_message=_("可考次数至少一次。"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ExamKind.QUARTERLY_TEST)
                | Q(year__isnull=False, quarter__isnull=False, quarter__gte=1, quarter__lte=4),
                name="quizzes_exam_quarter",
                violation_error_message=_("季季考须写明年度和季度（1 至 4）。"),
            ),
        ]
        indexes = [
            # For the organizer's list of an office's exams, newest first.
            models.Index(fields=["office", "-opens_at"], name="quizzes_exam_by_office"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:exam", kwargs={"exam": self.uuid})


class ExamTransition(AppendOnlyModel):
    """Who moved an exam from one state to another, when and why; nobody, where the clock did."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="transitions", verbose_name=_("考试"))
    from_state = models.CharField(_("原状态"), max_length=20, choices=EXAM_STEPS)
    to_state = models.CharField(_("新状态"), max_length=20, choices=EXAM_STEPS)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("考试状态记录")
        verbose_name_plural = _("考试状态记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.exam}: {self.get_to_state_display()}"


class Candidate(PublicModel):
    """A person who is to take an exam, with the unit they belonged to then. Exists without any attempt.

    What this one was granted beyond the exam's own terms stands here as it now is; how it came about stands in the
    append-only rows of `Accommodation`.
    """

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="candidates", verbose_name=_("考试"))
    user = models.ForeignKey(User, models.PROTECT, related_name="candidacies", verbose_name=_("干部"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    state = models.CharField(_("状态"), max_length=10, choices=CandidateState.choices, default=CandidateState.EXPECTED)

    extra_minutes = models.PositiveSmallIntegerField(_("加时（分钟）"), default=0)
    extra_attempts = models.PositiveSmallIntegerField(_("加考次数"), default=0)
    opens_at = models.DateTimeField(_("另定开始"), null=True, blank=True)
    closes_at = models.DateTimeField(_("另定结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("考生")
        verbose_name_plural = _("考生")
        ordering = ["exam", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "user"], name="quizzes_candidate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.exam}"


class CandidateTransition(AppendOnlyModel):
    """Who changed whether a person is to come, when and why: excused, deferred, added late."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="transitions", verbose_name=_("考生"))
    from_state = models.CharField(_("原状态"), max_length=10, choices=CandidateState.choices, blank=True)
    to_state = models.CharField(_("新状态"), max_length=10, choices=CandidateState.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        verbose_name = _("考生状态记录")
        verbose_name_plural = _("考生状态记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_to_state_display()}"


class TimeCredit(AppendOnlyModel):
    """Minutes given back to all who lost them in an outage: an entry for each stands in `Accommodation`."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="time_credits", verbose_name=_("考试"))
    minutes = models.PositiveSmallIntegerField(_("补时（分钟）"))
    since = models.DateTimeField(_("故障开始"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        verbose_name = _("故障补时")
        verbose_name_plural = _("故障补时")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.exam}: {self.minutes}"


class Accommodation(AppendOnlyModel):
    """What one candidate was granted, by whom, when and why."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="accommodations", verbose_name=_("考生"))
    kind = models.CharField(_("安排"), max_length=20, choices=AccommodationKind.choices)
    minutes = models.PositiveSmallIntegerField(_("分钟"), null=True, blank=True)
    opens_at = models.DateTimeField(_("开始"), null=True, blank=True)
    closes_at = models.DateTimeField(_("结束"), null=True, blank=True)
    credit = models.ForeignKey(
        TimeCredit, models.PROTECT, null=True, related_name="accommodations", verbose_name=_("故障补时")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        verbose_name = _("个别安排")
        verbose_name_plural = _("个别安排")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_kind_display()}"
