"""What the addresses of an office's exams take and give."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.queries import MomentField, PageQuery
from accounts.api.serializers import LineField, PersonInputSerializer, PersonSerializer, UnitSerializer
from quizzes.api.fields import MarksField
from quizzes.enums import (
    AttemptState,
    CandidateState,
    CountingAttempt,
    ExamKind,
    ExamPhase,
    ExamState,
    SubmitReason,
)
from quizzes.models import Candidate, Exam, Paper, Result
from quizzes.organizing.lists import ListedAttempt
from quizzes.selectors import exam_phase

#: What people decide about a candidate.
DECIDED = [
    (state.value, state.label) for state in (CandidateState.EXPECTED, CandidateState.EXCUSED, CandidateState.DEFERRED)
]
_UNIT = "单位的 id，含它的全部下属"
_WORDS = "姓名或工号的一部分"


class ExamQuery(PageQuery):
    """Which exams."""

    state = serializers.ChoiceField(ExamState.choices, required=False)
    kind = serializers.ChoiceField(ExamKind.choices, required=False)
    year = serializers.IntegerField(min_value=1900, max_value=2999, required=False, help_text="年度")
    quarter = serializers.IntegerField(min_value=1, max_value=4, required=False, help_text="季度")
    opens_from = MomentField(required=False, help_text="这一刻或以后开始的")
    opens_before = MomentField(required=False, help_text="这一刻以前开始的")


class CandidateQuery(PageQuery):
    """Which candidates."""

    state = serializers.ChoiceField(CandidateState.choices, required=False)
    unit = serializers.UUIDField(required=False, help_text=_UNIT)
    q = LineField(required=False, max_length=50, help_text=_WORDS)


class AttemptQuery(PageQuery):
    """Which attempts."""

    state = serializers.ChoiceField(AttemptState.choices, required=False)
    unit = serializers.UUIDField(required=False, help_text=_UNIT)
    q = LineField(required=False, max_length=50, help_text=_WORDS)


class ResultQuery(PageQuery):
    """Which results, and how much of them."""

    unit = serializers.UUIDField(required=False, help_text=_UNIT)
    q = LineField(required=False, max_length=50, help_text=_WORDS)
    include = serializers.ChoiceField(
        [("questions", "各题得分")],
        required=False,
        help_text="questions：带上各题得分，令牌要有 results:questions，成绩要已发布",
    )


class ExamCohortSerializer(serializers.Serializer[Any]):
    """The roster an exam is for."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()


class OfficeExamSerializer(serializers.Serializer[Exam]):
    """An exam as its organizers see it."""

    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField()
    kind = serializers.ChoiceField(ExamKind.choices)
    state = serializers.ChoiceField(ExamState.choices, help_text="人的决定")
    phase = serializers.SerializerMethodField(help_text="按服务器时间，现在到哪一步")
    year = serializers.IntegerField(allow_null=True)
    quarter = serializers.IntegerField(allow_null=True)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    duration_minutes = serializers.IntegerField()
    attempt_limit = serializers.IntegerField()
    counting = serializers.ChoiceField(CountingAttempt.choices)
    pass_marks = MarksField(help_text="及格线（分）")
    published_at = serializers.DateTimeField(allow_null=True)
    resit_of = serializers.UUIDField(source="resit_of.uuid", allow_null=True, default=None, help_text="补考自哪场考试")
    cohort = ExamCohortSerializer()
    candidate_count = serializers.IntegerField()
    submitted_count = serializers.IntegerField(help_text="交了卷的人数")

    def get_phase(self, exam: Exam) -> ExamPhase:
        """Return where the exam stands by the clock of the request."""
        return exam_phase(exam, self.context["now"])


class ExamPaperSerializer(serializers.Serializer[Paper]):
    """A paper an exam asks, without what it asks."""

    id = serializers.UUIDField(source="uuid")
    title = serializers.CharField()
    form = serializers.CharField()
    question_count = serializers.IntegerField()
    total_marks = MarksField()


class OfficeExamDetailSerializer(OfficeExamSerializer):
    """An exam with its rules and papers."""

    rules = serializers.CharField(help_text="考试须知")
    papers = ExamPaperSerializer(source="papers_shown", many=True)


class CandidateSerializer(serializers.Serializer[Candidate]):
    """A candidate, and what this one was granted beyond the exam's terms."""

    id = serializers.UUIDField(source="uuid")
    person = PersonSerializer(source="user")
    unit = UnitSerializer(help_text="名单确定时的单位")
    state = serializers.ChoiceField(CandidateState.choices)
    extra_minutes = serializers.IntegerField()
    extra_attempts = serializers.IntegerField()
    opens_at = serializers.DateTimeField(allow_null=True, help_text="另定的开始时间")
    closes_at = serializers.DateTimeField(allow_null=True, help_text="另定的结束时间")


class CandidateAddSerializer(PersonInputSerializer):
    """Who is let in late, and why."""

    reason = LineField(max_length=200)


class CandidateStateSerializer(serializers.Serializer[Any]):
    """Whether a candidate is to come, and why."""

    state = serializers.ChoiceField(DECIDED)
    reason = LineField(max_length=200)


class AttemptRowSerializer(serializers.Serializer[ListedAttempt]):
    """An attempt and how far it is; what was answered is not told."""

    id = serializers.UUIDField(source="attempt.uuid")
    candidate = serializers.UUIDField(source="attempt.candidate.uuid")
    person = PersonSerializer(source="attempt.candidate.user")
    unit = UnitSerializer(source="attempt.candidate.unit")
    number = serializers.IntegerField(source="attempt.number", help_text="第几次")
    state = serializers.ChoiceField(AttemptState.choices, source="attempt.state")
    started_at = serializers.DateTimeField(source="attempt.started_at")
    deadline_at = serializers.DateTimeField(source="attempt.deadline_at")
    submitted_at = serializers.DateTimeField(source="attempt.submitted_at", allow_null=True)
    submit_reason = serializers.ChoiceField(SubmitReason.choices, source="attempt.submit_reason", allow_blank=True)
    is_annulled = serializers.BooleanField(source="attempt.is_annulled")
    answered = serializers.IntegerField(help_text="答了几题")
    late = serializers.IntegerField(help_text="截止以后、宽限以内收到的答案数")
    last_saved_at = serializers.DateTimeField(allow_null=True)


class QuestionMarksSerializer(serializers.Serializer[Any]):
    """What one question earned."""

    id = serializers.CharField(help_text="题号，与试卷上的相同")
    marks = serializers.FloatField(allow_null=True, help_text="null 为还没有评")


class ResultRowSerializer(serializers.Serializer[Result]):
    """The result that counts for a candidate; before every answer is marked, a total would only mislead."""

    candidate = serializers.UUIDField(source="attempt.candidate.uuid")
    person = PersonSerializer(source="attempt.candidate.user")
    unit = UnitSerializer(source="attempt.candidate.unit")
    attempt = serializers.UUIDField(source="attempt.uuid")
    revision = serializers.IntegerField(help_text="第几次修订")
    marked_at = serializers.DateTimeField(source="created_at")
    is_complete = serializers.BooleanField(help_text="是否评完")
    total = serializers.SerializerMethodField(help_text="得分；没有评完为 null")
    maximum = MarksField()
    is_pass = serializers.SerializerMethodField(help_text="是否及格；没有评完为 null")
    questions = serializers.SerializerMethodField(help_text="各题得分；没有要求为 null")

    def get_total(self, result: Result) -> float | None:
        """Return the marks in all."""
        return result.total / 100 if result.is_complete else None

    def get_is_pass(self, result: Result) -> bool | None:
        """Return whether they suffice."""
        return result.is_pass if result.is_complete else None

    @extend_schema_field(QuestionMarksSerializer(many=True, allow_null=True))
    def get_questions(self, result: Result) -> list[dict[str, Any]] | None:
        """Return what each question earned, where it was asked for."""
        if not self.context["with_questions"]:
            return None
        marks = result.slot_marks.items()
        return [{"id": id_, "marks": None if earned is None else earned / 100} for id_, earned in marks]
