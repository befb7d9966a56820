"""A person's own published results, as far as the organizers let them be seen."""

from __future__ import annotations

from typing import Any, ClassVar, cast
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.queries import PageQuery, page_response, query_of
from accounts.api.schema import page_of
from accounts.api.scopes import ScopedView
from accounts.enums import Scope
from accounts.models import User
from quizzes.api.fields import MarksField
from quizzes.arrival import arrived_at
from quizzes.enums import ExamKind
from quizzes.release import release_of
from quizzes.taking.results import ResultReport, ReviewedQuestion, result_report
from quizzes.taking.selectors import ExamCard, candidacies_of, exam_card, exam_cards, with_attempts


class OwnResultSerializer(serializers.Serializer[ExamCard]):
    """The result of one's own that counts."""

    exam = serializers.UUIDField(source="exam.uuid")
    title = serializers.CharField(source="exam.title")
    kind = serializers.ChoiceField(ExamKind.choices, source="exam.kind")
    year = serializers.IntegerField(source="exam.year", allow_null=True)
    quarter = serializers.IntegerField(source="exam.quarter", allow_null=True)
    opens_at = serializers.DateTimeField(source="exam.opens_at")
    published_at = serializers.DateTimeField(source="exam.published_at", allow_null=True)
    revision = serializers.IntegerField(source="result.revision", help_text="大于上次看到的，说明有更正")
    total = MarksField(source="result.total")
    maximum = MarksField(source="result.maximum")
    is_complete = serializers.BooleanField(source="result.is_complete", help_text="是否评完；练习卷可能没有")
    is_pass = serializers.BooleanField(source="result.is_pass")


class SectionScoreSerializer(serializers.Serializer[Any]):
    """What a part of the paper earned."""

    title = serializers.CharField()
    earned = MarksField()
    maximum = MarksField()


class StandingSerializer(serializers.Serializer[Any]):
    """The others, as far as they are shown."""

    count = serializers.IntegerField(help_text="参加的人数")
    mean = MarksField(allow_null=True, help_text="平均分；不公布为 null")
    rank = serializers.IntegerField(allow_null=True, help_text="名次；不公布为 null")


class QuestionScoreSerializer(serializers.Serializer[ReviewedQuestion]):
    """What one question earned."""

    id = serializers.CharField(source="asked.question.id")
    earned = MarksField(allow_null=True, help_text="null 为还没有评")
    maximum = MarksField(source="asked.question.marks")


class OwnResultDetailSerializer(serializers.Serializer[ResultReport]):
    """A result of one's own with what the organizers let be seen of it."""

    exam = serializers.UUIDField(source="attempt.exam.uuid")
    title = serializers.CharField(source="attempt.exam.title")
    attempt = serializers.IntegerField(source="attempt.number", help_text="第几次作答")
    revision = serializers.IntegerField(source="result.revision")
    total = MarksField(source="result.total")
    maximum = MarksField(source="result.maximum")
    pass_marks = MarksField()
    is_complete = serializers.BooleanField(source="result.is_complete")
    is_pass = serializers.BooleanField(source="result.is_pass")
    sections = SectionScoreSerializer(many=True)
    standing = StandingSerializer(allow_null=True, help_text="不公布，或者不足 5 人，为 null")
    questions = serializers.SerializerMethodField(help_text="各题得分；不公布为 null")

    @extend_schema_field(QuestionScoreSerializer(many=True, allow_null=True))
    def get_questions(self, report: ResultReport) -> list[dict[str, Any]] | None:
        """Return what each question earned, where that is shown."""
        if not report.release.answers:
            return None
        return [dict(QuestionScoreSerializer(question).data) for question in report.questions]


class OwnResultListView(ScopedView):
    """One's own results."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.RESULTS_OWN}

    @extend_schema(
        operation_id="own_results_list",
        summary="自己的成绩",
        description="已发布的，最近的在前。",
        tags=["results"],
        parameters=[PageQuery],
        responses=page_of(OwnResultSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of published results."""
        query = query_of(request, PageQuery)
        published = [card for card in exam_cards(_user(request), arrived_at(request)) if card.result]
        return page_response(request, query, published, OwnResultSerializer)


class OwnResultView(ScopedView):
    """One result of one's own."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.RESULTS_OWN}

    @extend_schema(
        operation_id="own_results_retrieve",
        summary="自己的一次成绩",
        description="考务选择公布多少，就有多少；不足 5 人时不给平均分和名次。",
        tags=["results"],
        responses=OwnResultDetailSerializer,
    )
    def get(self, request: Request, exam: UUID) -> Response:
        """Return what is shown of a published result.

        Raises:
            Http404: not one's own exam, or nothing is published.
        """
        candidate = get_object_or_404(with_attempts(candidacies_of(_user(request))), exam__uuid=exam)
        card = exam_card(candidate, arrived_at(request))
        if card.result is None:
            raise Http404
        report = result_report(card, None, release_of(card.exam))
        return Response(OwnResultDetailSerializer(report).data)


def _user(request: Request) -> User:
    return cast("User", request.user)
