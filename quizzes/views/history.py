"""One's own results over the quarters."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from quizzes.taking.history import past_exams, topic_scores
from quizzes.taking.history_chart import history_chart


@require_safe
def my_history(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show how one's exams went and on which topics marks were lost."""
    past = past_exams(request.user)
    context = {"past": past[::-1], "chart": history_chart(past) if past else None, "topics": topic_scores(past)}
    return render(request, "quizzes/taking/my_history.html", context)
