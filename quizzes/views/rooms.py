"""Pages for an exam on site: rooms, seats, and who sits where."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from quizzes.enums import ExamState
from quizzes.models import Exam, Seating
from quizzes.organizing.room_forms import PersonAskedForm, RoomsForm, SeatMoveForm
from quizzes.organizing.seating import neighbours_together, rooms_as_lines, rooms_with_seats, without_seat
from quizzes.services.seating import CannotSeatError, rooms_set, seat_move, seats_allot, seats_needed
from quizzes.views.exams import get_exam


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def rooms(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show rooms and seats; a POST keeps the rooms, or deals everybody into them."""
    shown = get_exam(request, exam)
    if request.method != "POST":
        return _rooms_page(request, shown)
    form = RoomsForm(request.POST)
    if not form.is_valid():
        return _rooms_page(request, shown, form, status=422)
    try:
        said = _keep(request, shown, form)
    except CannotSeatError as error:
        form.add_error("rooms", str(error))
        return _rooms_page(request, shown, form, status=422)
    messages.success(request, said)
    return redirect("quizzes:exam_rooms", exam=shown.uuid)


def _keep(request: AuthenticatedHttpRequest, exam: Exam, form: RoomsForm) -> str:
    lines, now = form.cleaned_data["rooms"], timezone.now()
    if not form.wants_seats:
        rooms_set(exam=exam, rooms=lines, by=request.user, now=now)
        return _("考场已保存。")
    seats_allot(
        exam=exam,
        rooms=lines,
        order=form.cleaned_data["order"],
        seed=form.cleaned_data["seed"] or secrets.token_hex(4),
        by=request.user,
        now=now,
    )
    return _("座位已排好，每人一个准考证号；考生现在能看到自己的考场和座位。")


@office_role_required(Role.ORGANIZER)
@require_POST
def move_seat(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Put one person elsewhere."""
    shown = get_exam(request, exam)
    form = SeatMoveForm(request.POST, exam=shown)
    if not form.is_valid():
        return _rooms_page(request, shown, mover=form, status=422)
    moved, data = form.cleaned_data["person"], form.cleaned_data
    try:
        seat = seat_move(candidate=moved, room=data["room"], number=data["number"], by=request.user, now=timezone.now())
    except CannotSeatError as error:
        form.add_error("number", str(error))
        return _rooms_page(request, shown, mover=form, status=422)
    messages.success(request, _("%(name)s 现在坐 %(seat)s 号。") % {"name": moved.user.name, "seat": seat})
    return redirect("quizzes:exam_rooms", exam=shown.uuid)


def _rooms_page(
    request: AuthenticatedHttpRequest,
    exam: Exam,
    form: RoomsForm | None = None,
    mover: SeatMoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = PersonAskedForm(request.GET)
    person = asked.cleaned_data["person"] if asked.is_valid() else ""
    shown = rooms_with_seats(exam)
    context = {
        "exam": exam,
        "needed": seats_needed(exam),
        "form": form or RoomsForm(initial={"rooms": rooms_as_lines(exam)}),
        "mover": mover or SeatMoveForm(exam=exam, initial={"person": person}),
        "is_moving": bool(mover or person),
        "rooms": shown,
        "capacity": sum(each.room.capacity for each in shown),
        "seated": sum(len(each.seats) for each in shown),
        "together": neighbours_together(shown),
        "seating": Seating.objects.filter(exam=exam).select_related("allotted_by").first(),
        "waiting": without_seat(exam),
        "can_change": exam.state == ExamState.SCHEDULED,
        "log": exam.seating_log.select_related("by")[:50],
    }
    return render(request, "quizzes/organizing/rooms.html", context, status=status)
