"""What the masthead shows on every page."""

from __future__ import annotations

from django.http import HttpRequest


def masthead(request: HttpRequest) -> dict[str, object]:
    """Return nothing yet; the navigation by role comes with the pages."""
    return {}
