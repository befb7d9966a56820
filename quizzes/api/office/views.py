"""An office's exams with their candidates, attempts and results; each wants a role, a scope and the own office."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import person_meant
from accounts.api.problems import ConflictError
from accounts.api.queries import page_response, query_of
from accounts.api.schema import page_of
from accounts.api.scopes import ScopedView, has_scope
from accounts.api.serializers import ProblemSerializer
from accounts.enums import Scope
from accounts.models import User
from quizzes.api.office.serializers import (
    AttemptQuery,
    AttemptRowSerializer,
    CandidateAddSerializer,
    CandidateQuery,
    CandidateSerializer,
    CandidateStateSerializer,
    ExamQuery,
    OfficeExamDetailSerializer,
    OfficeExamSerializer,
    ResultQuery,
    ResultRowSerializer,
)
from quizzes.arrival import arrived_at
from quizzes.enums import CandidateState
from quizzes.models import Candidate, Exam
from quizzes.organizing.lists import (
    attempts_listed,
    candidates_listed,
    candidates_with_result,
    exams_listed,
    results_of,
    with_saves,
)
from quizzes.selectors import are_results_visible
from quizzes.services import CannotAccommodateError, candidate_add, candidate_state_set


class ExamListView(ScopedView):
    """The exams of the office."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.EXAMS_READ}

    @extend_schema(
        operation_id="office_exams_list",
        summary="本机关的考试",
        description="最近的在前，草稿也在内。",
        tags=["exams"],
        parameters=[ExamQuery],
        responses=page_of(OfficeExamSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of exams."""
        query = query_of(request, ExamQuery)
        found = exams_listed(_user(request).office, query)
        return page_response(request, query, found, OfficeExamSerializer, now=arrived_at(request))


class ExamDetailView(ScopedView):
    """One exam."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.EXAMS_READ}

    @extend_schema(
        operation_id="office_exams_retrieve",
        summary="一场考试",
        description="安排、须知和用的试卷；试卷的内容不在内。",
        tags=["exams"],
        responses=OfficeExamDetailSerializer,
    )
    def get(self, request: Request, exam: UUID) -> Response:
        """Return an exam with its papers."""
        shown = get_object_or_404(exams_listed(_user(request).office, {}), uuid=exam)
        shown.papers_shown = shown.papers.defer("content", "blueprint_snapshot").order_by("form", "pk")  # type: ignore[attr-defined]
        return Response(OfficeExamDetailSerializer(shown, context={"now": arrived_at(request)}).data)


class CandidateListView(ScopedView):
    """Who is to take an exam."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.ROSTERS_READ, "POST": Scope.ROSTERS_WRITE}

    @extend_schema(
        operation_id="candidates_list",
        summary="考生名单",
        description="考试发布给考生时确定的名单，加上后来补报的；草稿还没有名单。",
        tags=["rosters"],
        parameters=[CandidateQuery],
        responses=page_of(CandidateSerializer),
    )
    def get(self, request: Request, exam: UUID) -> Response:
        """Return a page of candidates."""
        query = query_of(request, CandidateQuery)
        found = candidates_listed(_get_exam(request, exam), query)
        return page_response(request, query, found, CandidateSerializer)

    @extend_schema(
        operation_id="candidates_add",
        summary="补报一名考生",
        description="考试已经安排、成绩还没有发布时可以补报，经手人和原因留下记录。",
        tags=["rosters"],
        request=CandidateAddSerializer,
        responses={201: CandidateSerializer, 409: ProblemSerializer},
    )
    def post(self, request: Request, exam: UUID) -> Response:
        """Let somebody in who was not on the roster."""
        shown = _get_exam(request, exam)
        given = CandidateAddSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        person = person_meant(shown.office, given.validated_data["person"])
        try:
            added = candidate_add(
                exam=shown,
                person=person,
                reason=given.validated_data["reason"],
                by=_user(request),
                now=arrived_at(request),
            )
        except CannotAccommodateError as refusal:
            raise ConflictError(str(refusal)) from None
        return Response(CandidateSerializer(added).data, status=status.HTTP_201_CREATED)


class CandidateView(ScopedView):
    """One candidate."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.ROSTERS_READ, "PATCH": Scope.ROSTERS_WRITE}

    @extend_schema(
        operation_id="candidates_retrieve",
        summary="一名考生",
        description="应考状态和个别安排。",
        tags=["rosters"],
        responses=CandidateSerializer,
    )
    def get(self, request: Request, exam: UUID, candidate: UUID) -> Response:
        """Return a candidate."""
        return Response(CandidateSerializer(_get_candidate(_get_exam(request, exam), candidate)).data)

    @extend_schema(
        operation_id="candidates_state_set",
        summary="登记应考、免考、缓考",
        description="名单发布以后不删人：不用来的登记免考，改期来的登记缓考。开始作答以后不能再改；经手人和原因留下记录。",
        tags=["rosters"],
        request=CandidateStateSerializer,
        responses={200: CandidateSerializer, 409: ProblemSerializer},
    )
    def patch(self, request: Request, exam: UUID, candidate: UUID) -> Response:
        """Say whether a candidate is to come."""
        asked_for = _get_candidate(_get_exam(request, exam), candidate)
        given = CandidateStateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            candidate_state_set(
                candidate=asked_for,
                to=CandidateState(given.validated_data["state"]),
                reason=given.validated_data["reason"],
                by=_user(request),
                now=arrived_at(request),
            )
        except CannotAccommodateError as refusal:
            raise ConflictError(str(refusal)) from None
        asked_for.refresh_from_db(fields=["state"])
        return Response(CandidateSerializer(asked_for).data)


class AttemptListView(ScopedView):
    """Who is writing, who has handed in."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.ATTEMPTS_READ}

    @extend_schema(
        operation_id="office_attempts_list",
        summary="作答情况",
        description="每次作答到哪一步、收到多少答案；答案的内容不在内。",
        tags=["attempts"],
        parameters=[AttemptQuery],
        responses=page_of(AttemptRowSerializer),
    )
    def get(self, request: Request, exam: UUID) -> Response:
        """Return a page of attempts."""
        query = query_of(request, AttemptQuery)
        found = attempts_listed(_get_exam(request, exam), query)
        return page_response(request, query, found, AttemptRowSerializer, prepare=with_saves)


class ResultListView(ScopedView):
    """How it went."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.RESULTS_READ}

    @extend_schema(
        operation_id="office_results_list",
        summary="成绩",
        description="每名考生计入的那次成绩；没有作答的不在内。各题得分要另一项权限，发布以后才有。",
        tags=["results"],
        parameters=[ResultQuery],
        responses={200: page_of(ResultRowSerializer), 409: ProblemSerializer},
    )
    def get(self, request: Request, exam: UUID) -> Response:
        """Return a page of results."""
        query, shown = query_of(request, ResultQuery), _get_exam(request, exam)
        with_questions = query.get("include") == "questions"
        if with_questions:
            _require_questions(request, shown)
        return page_response(
            request,
            query,
            candidates_with_result(shown, query),
            ResultRowSerializer,
            prepare=partial(results_of, shown),
            with_questions=with_questions,
        )


def _require_questions(request: Request, exam: Exam) -> None:
    """Stop whoever may not see marks question by question.

    Raises:
        PermissionDenied: the token lacks the scope.
        ConflictError: results are not out: until then a marker must not know whose answer earned what.
    """
    if not has_scope(request, Scope.RESULTS_QUESTIONS):
        raise PermissionDenied(_("令牌没有“%(scope)s”这项权限。") % {"scope": Scope.RESULTS_QUESTIONS.value})
    if not are_results_visible(exam):
        raise ConflictError(_("成绩发布以后才能看各题得分。"))


def _user(request: Request) -> User:
    return cast("User", request.user)


def _get_exam(request: Request, exam: UUID) -> Exam:
    """Return an exam of the sender's own office; others are not found."""
    return get_object_or_404(Exam.objects.select_related("office"), office=_user(request).office_id, uuid=exam)


def _get_candidate(exam: Exam, candidate: UUID) -> Candidate:
    return get_object_or_404(exam.candidates.select_related("user", "unit"), uuid=candidate)
