"""Pages for two refusals that come before any view: too many wrong passwords, a form without its token."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.api.problems import problem_response


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:  # noqa: ARG001 -- django-axes calls it so
    """Say that this place must wait a quarter of an hour, and what to do on an exam day."""
    if request.path.startswith("/api/"):
        refusal = problem_response(
            HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.TOO_MANY_REQUESTS.phrase, _("试错次数太多，请 15 分钟后再试。")
        )
    else:
        refusal = render(request, "accounts/locked_out.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    refusal["Retry-After"] = str(round(settings.AXES_COOLOFF_TIME * 3600))
    return refusal


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that the page was too old, without the framework's words."""
    return render(request, "accounts/csrf_failure.html", status=403)
