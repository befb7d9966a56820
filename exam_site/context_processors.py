"""What the masthead shows on every page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from exam_site.navigation import masthead_for


def masthead(request: HttpRequest) -> dict[str, object]:
    """Return the navigation of whoever is signed in; worked out only where a page shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"masthead": None}
    return {"masthead": SimpleLazyObject(lambda: masthead_for(request, request.user))}  # type: ignore[arg-type]
