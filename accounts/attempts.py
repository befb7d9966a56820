"""Whom wrong passwords are counted against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.helpers import get_client_ip_address
from axes.utils import reset
from django.http import HttpRequest


def attempt_username(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:  # noqa: ARG001 -- django-axes calls it so
    """Return the staff number as it is counted: YL001, yl001 and “YL001 ” are one person to guess at."""
    return str((credentials or {}).get("username") or "").strip().casefold()


def attempts_forget(username: str, request: HttpRequest | None = None) -> None:
    """Let a person in again where wrong passwords were counted: at the sender's place, or at every place."""
    reset(
        username=attempt_username(request, {"username": username}),
        ip=None if request is None else get_client_ip_address(request),
    )
