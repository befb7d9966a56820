"""Pages for two refusals that come before any view: too many wrong passwords, a form without its token."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:  # noqa: ARG001 -- django-axes calls it so
    """Say that this place must wait a quarter of an hour, and what to do on an exam day."""
    return render(request, "accounts/locked_out.html", status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that the page was too old, without the framework's words."""
    return render(request, "accounts/csrf_failure.html", status=403)
