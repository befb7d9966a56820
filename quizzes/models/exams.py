"""Who is asked, and when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Cohort, Office, PublicModel, Unit, User
from quizzes.enums import CandidateState, CountingAttempt, ExamKind, ExamState
from quizzes.models.papers import Paper


class Exam(PublicModel):
    """A paper, a roster and a window. Frozen once it is scheduled; a change after that is its own logged act."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="exams", verbose_name=_("机关"))
    kind = models.CharField(_("类别"), max_length=20, choices=ExamKind.choices, default=ExamKind.QUARTERLY_TEST)
    title = models.CharField(_("名称"), max_length=100)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    quarter = models.PositiveSmallIntegerField(_("季度"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=ExamState.choices, default=ExamState.DRAFT)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="exams", verbose_name=_("花名册"))
    papers = models.ManyToManyField(Paper, related_name="exams", verbose_name=_("试卷"))
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
    """Who moved an exam from one state to another, when and why."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="transitions", verbose_name=_("考试"))
    from_state = models.CharField(_("原状态"), max_length=20, choices=ExamState.choices)
    to_state = models.CharField(_("新状态"), max_length=20, choices=ExamState.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("考试状态记录")
        verbose_name_plural = _("考试状态记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.exam}: {self.get_to_state_display()}"


class Candidate(PublicModel):
    """A person who is to take an exam, with the unit they belonged to then. Exists without any attempt."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="candidates", verbose_name=_("考试"))
    user = models.ForeignKey(User, models.PROTECT, related_name="candidacies", verbose_name=_("干部"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    state = models.CharField(_("状态"), max_length=10, choices=CandidateState.choices, default=CandidateState.EXPECTED)

    class Meta:
        verbose_name = _("考生")
        verbose_name_plural = _("考生")
        ordering = ["exam", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "user"], name="quizzes_candidate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.exam}"
