"""Who is asked what, and how did it go.

A paper is frozen: its questions, key and cited texts are copied at assembly and never change. An attempt is one
candidate's work on one paper; a response is its answer to one slot; a result is an immutable snapshot of marks.
Marks are integers in hundredths of a mark.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Cohort, Office, PublicModel, Unit, User
from question_bank.models import QuestionBank, QuestionVersion
from quizzes.enums import (
    AttemptState,
    CandidateState,
    CountingAttempt,
    ExamKind,
    ExamState,
    SubmitReason,
)


class Blueprint(PublicModel):
    """What a paper shall hold (双向细目表); `sections` are as `quizzes.assembly` reads them."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="blueprints", verbose_name=_("机关"))
    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="blueprints", verbose_name=_("题库"))
    title = models.CharField(_("名称"), max_length=100)
    sections = models.JSONField(_("各部分"), default=list)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("建立人"))
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = _("组卷方案")
        verbose_name_plural = _("组卷方案")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "title"],
                name="quizzes_blueprint_once",
                violation_error_message=_("已经有同名的组卷方案。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:blueprint", kwargs={"blueprint": self.uuid})


class Paper(PublicModel, AppendOnlyModel):
    """One frozen form. `content` is what a candidate may see: the contract's JSON, without any key."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="papers", verbose_name=_("机关"))
    blueprint = models.ForeignKey(
        Blueprint, models.PROTECT, null=True, related_name="papers", verbose_name=_("组卷方案")
    )
    blueprint_snapshot = models.JSONField(_("当时的组卷方案"))
    title = models.CharField(_("名称"), max_length=100)
    form = models.CharField(_("卷别"), max_length=10)
    seed = models.CharField(_("随机种子"), max_length=64)
    content = models.JSONField(_("卷面"))
    total_marks = models.PositiveIntegerField(_("总分（百分之一分）"))
    question_count = models.PositiveIntegerField(_("题数"))
    digest = models.CharField(_("摘要"), max_length=64)
    assembled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("组卷人"))
    assembled_at = models.DateTimeField(_("组卷时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("试卷")
        verbose_name_plural = _("试卷")
        ordering = ["-assembled_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}（{self.form} 卷）"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:paper", kwargs={"paper": self.uuid})


class PaperSlot(AppendOnlyModel):
    """A place on a paper; its id is what the API calls a question's id.

    A case takes one for each of its parts, numbered from 1; any other question is its own part 0.
    The key, the explanation and the text of the cited provisions stand here, never in the paper's content:
    what a paper rests on is frozen with it.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="slots", verbose_name=_("试卷"))
    section = models.PositiveSmallIntegerField(_("部分"))
    number = models.PositiveSmallIntegerField(_("题号"))
    question_version = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="slots", verbose_name=_("试题版本")
    )
    part = models.PositiveSmallIntegerField(_("小题"), default=0)
    type = models.CharField(_("题型"), max_length=30)
    marks = models.PositiveIntegerField(_("分值（百分之一分）"))
    scoring_rule = models.JSONField(_("计分规则"))
    key = models.JSONField(_("答案"))
    explanation = models.TextField(_("解析"), blank=True)
    marking_points = models.JSONField(_("评分要点"), default=list)
    provisions = models.JSONField(_("依据"), default=list)

    class Meta:
        verbose_name = _("题位")
        verbose_name_plural = _("题位")
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="quizzes_slot_number_once"),
            models.UniqueConstraint(fields=["paper", "question_version", "part"], name="quizzes_slot_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} · {self.number}"


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


class Attempt(PublicModel):
    """One sitting. `epoch` counts take-overs by another device; `display` keeps the order in which it was shown."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts", verbose_name=_("考试"))
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="attempts", verbose_name=_("考生"))
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="attempts", verbose_name=_("试卷"))
    number = models.PositiveSmallIntegerField(_("第几次"))
    state = models.CharField(_("状态"), max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    epoch = models.PositiveIntegerField(_("会话代次"), default=1)
    holder = models.CharField(_("会话"), max_length=64)
    shuffle_seed = models.PositiveBigIntegerField(_("乱序种子"))
    display = models.JSONField(_("呈现次序"))
    started_at = models.DateTimeField(_("开始时间"))
    deadline_at = models.DateTimeField(_("截止时间"))
    accepts_until = models.DateTimeField(_("最晚接收时间"))
    submitted_at = models.DateTimeField(_("交卷时间"), null=True, blank=True)
    submit_reason = models.CharField(_("交卷方式"), max_length=10, choices=SubmitReason.choices, blank=True)

    class Meta:
        verbose_name = _("作答")
        verbose_name_plural = _("作答")
        ordering = ["exam", "candidate", "number"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "number"], name="quizzes_attempt_number_once"),
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(state=AttemptState.OPEN), name="quizzes_attempt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, submitted_at__isnull=True)
                | Q(state=AttemptState.SUBMITTED, submitted_at__isnull=False),
                name="quizzes_attempt_submitted_at",
            ),
        ]
        indexes = [
            # For the sweep that closes what has run out of time.
            models.Index(
                fields=["accepts_until"], condition=Q(state=AttemptState.OPEN), name="quizzes_attempt_overdue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.number}"


class Response(models.Model):
    """The answer that stands for one slot. Written only by the guarded upsert in `quizzes.taking`.

    `epoch` and `seq` order the saves of a slot; an older one never overwrites a newer one. `answer` is None where a
    slot was seen and not answered.
    """

    pk = models.CompositePrimaryKey("attempt_id", "slot_id")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses", verbose_name=_("作答"))
    slot = models.ForeignKey(
        PaperSlot, models.PROTECT, related_name="responses", db_index=False, verbose_name=_("题位")
    )
    answer = models.JSONField(_("答案"), null=True)
    epoch = models.PositiveIntegerField(_("会话代次"))
    seq = models.PositiveIntegerField(_("保存序号"))
    saved_at = models.DateTimeField(_("保存时间"))
    first_viewed_at = models.DateTimeField(_("首次看到"), null=True)
    first_answered_at = models.DateTimeField(_("首次作答"), null=True)

    class Meta:
        verbose_name = _("答案")
        verbose_name_plural = _("答案")
        ordering = ["attempt_id", "slot_id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot_id}"


class ResponseLog(AppendOnlyModel):
    """Every accepted save, written by a trigger on `Response` in the same statement: the evidence in a dispute."""

    attempt = models.ForeignKey(Attempt, models.DO_NOTHING, related_name="+", db_constraint=False)
    slot = models.ForeignKey(PaperSlot, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    answer = models.JSONField(_("答案"), null=True)
    epoch = models.PositiveIntegerField(_("会话代次"))
    seq = models.PositiveIntegerField(_("保存序号"))
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("保存记录")
        verbose_name_plural = _("保存记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot_id} · {self.epoch}.{self.seq}"


class Mark(AppendOnlyModel):
    """Marks a person gave one answer; a later row of the same answer takes the earlier one's place."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="person_marks", verbose_name=_("作答"))
    slot = models.ForeignKey(PaperSlot, models.PROTECT, related_name="person_marks", verbose_name=_("题位"))
    marks = models.PositiveIntegerField(_("得分（百分之一分）"))
    comment = models.CharField(_("评语"), max_length=500, blank=True)
    marker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("阅卷人"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("人工评分")
        verbose_name_plural = _("人工评分")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot_id}: {self.marks}"


class Result(PublicModel, AppendOnlyModel):
    """An immutable snapshot of one attempt's marks; a regrade or a marked short answer adds a revision.

    `slot_marks` maps slot id to hundredths, or to None where a person has still to mark.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="results", verbose_name=_("作答"))
    revision = models.PositiveSmallIntegerField(_("修订号"))
    slot_marks = models.JSONField(_("各题得分"))
    total = models.PositiveIntegerField(_("得分（百分之一分）"))
    maximum = models.PositiveIntegerField(_("满分（百分之一分）"))
    is_complete = models.BooleanField(_("已全部评分"))
    is_pass = models.BooleanField(_("及格"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("经手人"))
    created_at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("成绩")
        verbose_name_plural = _("成绩")
        ordering = ["attempt", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "revision"], name="quizzes_result_revision_once"),
            models.CheckConstraint(condition=Q(total__lte=F("maximum")), name="quizzes_result_total"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.total / 100:g}"
