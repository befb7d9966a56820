"""Getting a room full of people into an exam: a code on the wall that leads each to the start page."""

from __future__ import annotations

from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest, is_loopback
from accounts.print_fonts import UNPRINTABLE
from quizzes.models import Exam
from quizzes.organizing.print_forms import PrintFormat
from quizzes.organizing.watching import exam_watch
from quizzes.prints.rooms import entry_poster
from quizzes.selectors import exam_phase
from quizzes.views.exams import get_exam
from quizzes.views.printing import document_response


@office_role_required(Role.ORGANIZER, Role.INVIGILATOR)
@require_safe
def entry(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show the code as large as the screen allows, and how many are in."""
    shown = get_exam(request, exam)
    now, address = timezone.now(), _start_address(shown)
    context = {
        "exam": shown,
        "phase": exam_phase(shown, now),
        "now": now,
        "watch": exam_watch(shown, now),
        "address": address,
        "loopback": is_loopback(address),
        "code": mark_safe(  # noqa: S308 -- drawn by segno from an address of ours
            segno.make_qr(address, error="m").svg_inline(omitsize=True, border=2, svgclass="code", lineclass=None)
        ),
    }
    return render(request, "quizzes/organizing/entry.html", context)


@office_role_required(Role.ORGANIZER, Role.INVIGILATOR)
@require_safe
def poster(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Hand out the same for the wall, A4."""
    shown = get_exam(request, exam)
    try:
        return document_response(entry_poster(shown, _start_address(shown)), PrintFormat.PDF)
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect("quizzes:exam_entry", exam=shown.uuid)


def _start_address(exam: Exam) -> str:
    return settings.PUBLIC_ORIGIN + reverse("quizzes:start", kwargs={"exam": exam.uuid})
