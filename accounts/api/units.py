"""The tree of units for programs: what other lists are narrowed by."""

from __future__ import annotations

from typing import ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.queries import PageQuery, page_response, query_of
from accounts.api.schema import page_of
from accounts.api.scopes import ScopedView
from accounts.api.serializers import UnitInTreeSerializer
from accounts.enums import Scope
from accounts.models import User
from accounts.selectors import units_listed


class UnitListView(ScopedView):
    """The units of the office."""

    scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.ROSTERS_READ}

    @extend_schema(
        operation_id="units_list",
        summary="单位",
        description="本机关的单位，按树的次序，最上一级在前。",
        tags=["rosters"],
        parameters=[PageQuery],
        responses=page_of(UnitInTreeSerializer),
    )
    def get(self, request: Request) -> Response:
        """Return a page of units."""
        office = cast("User", request.user).office
        return page_response(request, query_of(request, PageQuery), units_listed(office), UnitInTreeSerializer)
