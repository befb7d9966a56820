"""How the questions of an exam did."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.places import Button
from quizzes import places
from quizzes.organizing.analysis import ItemAnalysis, exam_analysis
from quizzes.organizing.analysis_words import trust_in_words
from quizzes.organizing.anchors import earlier_occasions
from quizzes.views.exams import get_exam


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_safe
def exam_analysis_page(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show what to look at first, then every question with its figures."""
    shown = get_exam(request, exam)
    forms = exam_analysis(shown)
    context = {
        "exam": shown,
        "forms": [
            (form, trust_in_words(form.reliability) if form.reliability else [], _with_actions(request, form.items))
            for form in forms
        ],
        "urgent": sum(len(form.urgent) for form in forms),
        "counted": sum(form.count for form in forms),
        "names_form": len(forms) > 1,
        "occasions": earlier_occasions(shown),
    }
    return render(request, "quizzes/organizing/analysis.html", context)


def _with_actions(
    request: AuthenticatedHttpRequest, items: Sequence[ItemAnalysis]
) -> list[tuple[ItemAnalysis, list[Button]]]:
    """Return questions with the buttons of whoever does something about one, the urgent ones first."""
    ordered = sorted(items, key=lambda item: (not item.is_urgent, item.slot.number))
    return [(item, places.slot_actions.buttons(request, item.slot)) for item in ordered]
