"""The home page, the API's documentation and the health checks."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView

from exam_site.health import readiness


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what to do now."""
    return render(request, "exam_site/home.html")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view takes a request
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view takes a request
    """Say whether the database, its migrations, the disk and the worker are fit for an exam."""
    checks = readiness()
    ready = all(check.ok for check in checks)
    body = {"ready": ready, "checks": {check.name: {"ok": check.ok, "detail": check.detail} for check in checks}}
    return JsonResponse(body, status=200 if ready else 503)


# Swagger UI sets style attributes from its own script; its page alone is allowed inline styles.
@method_decorator(login_not_required, name="dispatch")
@method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}), name="dispatch")
class ApiDocsView(SpectacularSwaggerSplitView):
    """The API's documentation, served wholly from this machine."""
