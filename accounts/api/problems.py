"""Errors as problem details (RFC 9457) with a Chinese `detail`."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
#: JSON loads nothing and is framed nowhere.
POLICY = "default-src 'none'; frame-ancestors 'none'"


class ConflictError(APIException):
    """What was asked for cannot be done now; the sentence says why."""

    status_code = HTTPStatus.CONFLICT


def problem_response(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """Return a problem for a plain view; half a character that the sender wrote is told as a question mark."""
    detail = detail.encode(errors="replace").decode()
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn DRF's errors into problem details; faults of single fields stand in `errors`."""
    if isinstance(error, Http404):
        # Django's own sentence names a model, in English.
        error = NotFound()
    response = exception_handler(error, context)
    if response is None:
        return None
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
    }
    if isinstance(error, ValidationError):
        body["errors"] = list(_field_errors(response.data))
        body["detail"] = _("请求的内容有误：") + "；".join(_spoken(one) for one in body["errors"])
    else:
        body["detail"] = str(response.data["detail"])
    response.data = body
    response.content_type = CONTENT_TYPE
    return response


def path_problem(request: HttpRequest, status: HTTPStatus, detail: str) -> HttpResponse | None:
    """Return a problem for what Django refuses before any view, where a program asked; None for a browser's page."""
    if not request.path.startswith("/api/"):
        return None
    response = problem_response(status, status.phrase, detail)
    response["Content-Security-Policy"] = POLICY
    return response


def _field_errors(data: Any, field: str = "") -> Iterator[dict[str, str]]:
    """Flatten DRF's nesting: {"answers": {"3": ["…"]}} names the field answers.3."""
    if isinstance(data, dict):
        for name, inner in data.items():
            yield from _field_errors(inner, f"{field}.{name}" if field else str(name))
    elif isinstance(data, list):
        for index, inner in enumerate(data):
            yield from _field_errors(inner, f"{field}.{index}" if isinstance(inner, dict) else field)
    else:
        yield {"field": "" if field == "non_field_errors" else field, "detail": str(data)}


def _spoken(error: dict[str, str]) -> str:
    return f"{error['field']} {error['detail']}".strip().rstrip("。")
