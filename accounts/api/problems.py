"""Errors as problem details (RFC 9457) with a Chinese `detail`."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"


def problem_response(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """Return a problem for a plain view."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn DRF's errors into problem details."""
    response = exception_handler(error, context)
    if response is None:
        return None
    data = response.data
    detail = data.get("detail") if isinstance(data, dict) else None
    response.data = {
        "type": "about:blank",
        "title": response.status_text,
        "status": response.status_code,
        "detail": str(detail or "请求的内容有误。"),
    }
    if detail is None:
        response.data["errors"] = data
    response.content_type = CONTENT_TYPE
    return response
