"""The home page, the API's documentation and the health checks."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView

from accounts.http import AuthenticatedHttpRequest
from appraisal.selectors import field_totals
from exam_site.health import readiness
from exam_site.home.first_steps import first_steps
from exam_site.home.todo import todo_list
from exam_site.home.trend import result_trend
from quizzes.selectors import published_results

_NUMERALS = "一两三四五六七八九十"
_WEEKDAYS = "一二三四五六日"


@require_safe
def home(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what to do now, the last exam and the year."""
    today = timezone.localdate()
    todo = todo_list(request.user, timezone.now())
    steps = first_steps(request.user)
    results = published_results(request.user)
    context = {
        "today": today,
        "weekday": f"星期{_WEEKDAYS[today.weekday()]}",
        "todo": todo,
        "steps": steps,
        "steps_missing": sum(not step.is_done for step in steps),
        "count_word": _NUMERALS[len(todo) - 1] if 0 < len(todo) <= len(_NUMERALS) else f" {len(todo)} ",
        "last": results[-1] if results else None,
        "trend": result_trend(results) if len(results) > 1 else None,
        "totals": field_totals(request.user, today.year),
    }
    return render(request, "exam_site/home.html", context)


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
