"""A candidate's exams, and the way into one. Signing in is checked here once; the rest goes by attempt token."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import problem_response
from accounts.api.scopes import ScopedView
from accounts.api.serializers import ProblemSerializer
from accounts.enums import Scope
from accounts.http import client_address
from accounts.models import ApiToken, User
from quizzes.api.schemas import AttemptSerializer
from quizzes.arrival import arrived_at
from quizzes.enums import ExamKind, ExamPhase
from quizzes.taking.admission import admission_check, browser_of
from quizzes.taking.attempts import SEED_BITS, attempt_start
from quizzes.taking.errors import TakingError
from quizzes.taking.holders import session_holder, token_holder
from quizzes.taking.selectors import ExamCard, candidacies_of, exam_cards
from quizzes.taking.standing import attempt_json
from quizzes.taking.tokens import token_for


class ExamSerializer(serializers.Serializer[ExamCard]):
    """An exam as its candidate sees it."""

    id = serializers.UUIDField(source="exam.uuid")
    title = serializers.CharField(source="exam.title")
    kind = serializers.ChoiceField(ExamKind.choices, source="exam.kind")
    phase = serializers.ChoiceField(ExamPhase.choices)
    opens_at = serializers.DateTimeField(source="exam.opens_at")
    closes_at = serializers.DateTimeField(source="exam.closes_at")
    duration_minutes = serializers.IntegerField(source="exam.duration_minutes")
    attempt_limit = serializers.IntegerField(source="exam.attempt_limit")
    attempts_left = serializers.IntegerField()
    can_enter = serializers.BooleanField()


class ExamListView(ScopedView):
    """The exams of whoever asks."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.EXAMS_TAKE}

    @extend_schema(
        operation_id="exams_list",
        summary="自己的考试",
        description="最近的在前。",
        tags=["taking"],
        responses=ExamSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Return my exams, the newest first."""
        cards = exam_cards(_user(request), arrived_at(request))
        return Response([ExamSerializer(card).data for card in cards])


@extend_schema_field({"anyOf": [{"type": "string"}, {"type": "number"}], "description": "考场口令；考试设了口令时要有"})
class CodeField(serializers.CharField):
    """A code of digits may come as a number."""


class StartSerializer(serializers.Serializer[Any]):
    """What the door may ask for."""

    access_code = CodeField(required=False, allow_blank=True, trim_whitespace=False)


class AttemptStartView(ScopedView):
    """The way into an exam."""

    scopes: ClassVar[dict[str, Scope]] = {"POST": Scope.EXAMS_TAKE}

    @extend_schema(
        operation_id="attempts_start",
        summary="进入考试",
        description="继续没有交的那次作答，从别的设备接过来，或者开始新的一次。",
        tags=["taking"],
        request=StartSerializer,
        responses={200: AttemptSerializer, 409: ProblemSerializer},
    )
    def post(self, request: Request, exam: UUID) -> HttpResponse:
        """Resume my open attempt, take it over from another device, or begin a new one."""
        candidate = get_object_or_404(candidacies_of(_user(request)), exam__uuid=exam)
        now = arrived_at(request)
        try:
            admission_check(
                candidate,
                address=client_address(request),
                code=_access_code(request),
                browser=browser_of(request),
            )
            attempt = attempt_start(
                candidate=candidate, holder=_holder(request), shuffle_seed=secrets.randbits(SEED_BITS), now=now
            )
            body = attempt_json(token_for(attempt), now=now)
        except TakingError as error:
            return problem_response(409, "Conflict", str(error), code=error.code)
        return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


def _access_code(request: Request) -> str:
    """Return the code that was told; most starts send no body at all, in whatever type.

    Raises:
        ValidationError: the body is none that may be sent here.
    """
    try:
        told = request.data
    except UnsupportedMediaType:
        return ""
    given = StartSerializer(data=told)
    given.is_valid(raise_exception=True)
    return str(given.validated_data.get("access_code", ""))


def _user(request: Request) -> User:
    """Return who is signed in; nobody else passes the permission check."""
    return cast("User", request.user)


def _holder(request: Request) -> str:
    if isinstance(request.auth, ApiToken):
        return token_holder(request.auth)
    return session_holder(request)
