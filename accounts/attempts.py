"""Whom wrong passwords are counted against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.utils import reset
from django.http import HttpRequest


def attempt_username(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:  # noqa: ARG001 -- django-axes calls it so
    """Return the staff number as it is counted: YL001, yl001 and “YL001 ” are one person to guess at."""
    return str((credentials or {}).get("username") or "").strip().casefold()


def attempts_forget(username: str) -> None:
    """Let a person in again at every place where wrong passwords had shut them out."""
    reset(username=attempt_username(None, {"username": username}))
