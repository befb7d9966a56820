"""What may stand behind the question mark of an address, and lists a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

#: More than one screen, less than makes a server sweat.
_PAGE, _LARGEST_PAGE = 50, 200
_FURTHEST = 1_000_000
#: Every database keeps these, in whatever zone.
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


class MomentField(serializers.DateTimeField):
    """A moment to compare with; one before or after all that is on record means the same as the first or last."""

    def enforce_timezone(self, value: datetime) -> datetime:
        """Return the moment with its zone, within what databases keep."""
        if value.year < _EARLIEST.year:
            return _EARLIEST
        return _LATEST if value.year >= _LATEST.year else super().enforce_timezone(value)


class QuerySerializer(serializers.Serializer[Any]):
    """Parameters of an address; an unknown name is refused, not passed over, or a typing error would widen a list."""

    def to_internal_value(self, data: Any) -> Any:
        """Check names before values."""
        unknown = {name: [_("没有这个参数。")] for name in data if name not in self.fields}
        if unknown:
            raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class PageQuery(QuerySerializer):
    """Which rows of a list."""

    limit = serializers.IntegerField(min_value=1, max_value=_LARGEST_PAGE, default=_PAGE, help_text="一页最多多少行")
    offset = serializers.IntegerField(min_value=0, max_value=_FURTHEST, default=0, help_text="跳过前面多少行")


def query_of(request: Request, expected: type[QuerySerializer]) -> dict[str, Any]:
    """Return the parameters of a request, checked.

    Raises:
        ValidationError: one is unknown, given twice or makes no sense.
    """
    twice = {name: [_("这个参数只能给一次。")] for name, values in request.query_params.lists() if len(values) > 1}
    if twice:
        raise serializers.ValidationError(twice)
    given = expected(data=request.query_params.dict())
    given.is_valid(raise_exception=True)
    checked: dict[str, Any] = given.validated_data
    return checked


def page_response(
    request: Request,
    query: Mapping[str, Any],
    rows: QuerySet[Any, Any] | Sequence[Any],
    row: type[serializers.Serializer[Any]],
    *,
    prepare: Callable[[Sequence[Any]], Sequence[Any]] = list,
    **context: Any,
) -> Response:
    """Return one page of rows, each as `row` shows it, with how many there are and where the others stand.

    `prepare` reads for all rows of the page at once what each needs.
    """
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    limit, offset = query["limit"], query["offset"]
    page = prepare(list(rows[offset : offset + limit]))
    further, before = offset + limit, max(0, offset - limit)
    return Response(
        {
            "count": count,
            "next": _address(request, further) if further < count else None,
            "previous": _address(request, before) if offset else None,
            "results": row(page, many=True, context=context).data,
        }
    )


def _address(request: Request, offset: int) -> str:
    """Return the path of another page of the same list."""
    wanted = request.query_params.copy()
    wanted["offset"] = str(offset)
    return f"{request.path}?{wanted.urlencode()}"
