"""The time of arrival, taken at the first line the server runs for a request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone


class ArrivalMiddleware:
    """Stamp each request: a slow server must not make an answer late."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.arrived_at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


def arrived_at(request: HttpRequest) -> datetime:
    """Return when the server first saw the request."""
    return cast("datetime", request.arrived_at)  # type: ignore[attr-defined]
