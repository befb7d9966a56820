"""Which device holds an attempt: a browser's session or a program's token, never in a form that opens either."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest

from accounts.models import ApiToken


def session_holder(request: HttpRequest) -> str:
    """Return the name of this browser's session."""
    return hashlib.sha256(f"session:{request.session.session_key}".encode()).hexdigest()


def token_holder(token: ApiToken) -> str:
    """Return the name of a program's sign-in."""
    return token.digest
