"""Rosters (花名册) for programs: whom the next exams are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import person_meant
from accounts.api.problems import ConflictError
from accounts.api.queries import PageQuery, page_response, query_of
from accounts.api.schema import page_of
from accounts.api.scopes import ScopedView
from accounts.api.serializers import CohortSerializer, PersonInputSerializer, PersonSerializer, ProblemSerializer
from accounts.enums import Scope
from accounts.errors import RefusedError
from accounts.models import Cohort, User
from accounts.selectors import cohort_people, cohorts_listed
from accounts.services import cohort_person_add, cohort_person_remove


class CohortListView(ScopedView):
    """The rosters of the office."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.ROSTERS_READ}

    @extend_schema(
        operation_id="cohorts_list",
        summary="花名册",
        description="本机关的花名册，按名称。",
        tags=["rosters"],
        parameters=[PageQuery],
        responses=page_of(CohortSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of rosters."""
        listed = cohorts_listed(_user(request).office)
        return page_response(request, query_of(request, PageQuery), listed, CohortSerializer, prepare=_with_counts)


class CohortPeopleView(ScopedView):
    """Who is on a roster."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.ROSTERS_READ, "POST": Scope.ROSTERS_WRITE}

    @extend_schema(
        operation_id="cohort_people_list",
        summary="花名册里的人",
        description="今天在花名册里的人，按工号。",
        tags=["rosters"],
        parameters=[PageQuery],
        responses=page_of(PersonSerializer),
    )
    def get(self, request: Request, cohort: UUID) -> Response:
        """Return a page of people."""
        people = cohort_people(_get_cohort_for_user(request, cohort)).order_by("username")
        return page_response(request, query_of(request, PageQuery), people, PersonSerializer)

    @extend_schema(
        operation_id="cohort_people_add",
        summary="加一个人",
        description="只有固定名单可以加人；重复加没有变化。已经发布的考试不受影响。",
        tags=["rosters"],
        request=PersonInputSerializer,
        responses={201: PersonSerializer, 409: ProblemSerializer},
    )
    def post(self, request: Request, cohort: UUID) -> Response:
        """Put a person on the list."""
        listed = _get_cohort_for_user(request, cohort)
        given = PersonInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        person = person_meant(listed.office, given.validated_data["person"])
        try:
            cohort_person_add(cohort=listed, person=person)
        except RefusedError as refusal:
            raise ConflictError(str(refusal)) from None
        return Response(PersonSerializer(person).data, status=status.HTTP_201_CREATED)


class CohortPersonView(ScopedView):
    """One person on a roster."""

    scopes: ClassVar[dict[str, Scope]] = {"DELETE": Scope.ROSTERS_WRITE}

    @extend_schema(
        operation_id="cohort_people_remove",
        summary="减一个人",
        description="只有固定名单可以减人；本来不在名单里没有变化。已经发布的考试不受影响。",
        tags=["rosters"],
        request=None,
        responses={204: None, 409: ProblemSerializer},
    )
    def delete(self, request: Request, cohort: UUID, person: UUID) -> Response:
        """Take a person off the list."""
        listed = _get_cohort_for_user(request, cohort)
        meant = get_object_or_404(User, office=listed.office, uuid=person)
        try:
            cohort_person_remove(cohort=listed, person=meant)
        except RefusedError as refusal:
            raise ConflictError(str(refusal)) from None
        return Response(status=status.HTTP_204_NO_CONTENT)


def _user(request: Request) -> User:
    return cast("User", request.user)


def _get_cohort_for_user(request: Request, cohort: UUID) -> Cohort:
    """Return a roster of the sender's own office; others are not found."""
    return get_object_or_404(Cohort.objects.select_related("office", "unit"), office=_user(request).office, uuid=cohort)


def _with_counts(page: Sequence[tuple[Cohort, int]]) -> list[Cohort]:
    for cohort, count in page:
        cohort.people_count = count  # type: ignore[attr-defined]  # for the serializer
    return [cohort for cohort, _count in page]
