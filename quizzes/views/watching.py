"""Pages for invigilators and organizers while an exam runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from quizzes.enums import AttemptState, CandidateState, ExamState
from quizzes.models import AnswerRescue, Candidate, Exam
from quizzes.organizing.granting import (
    CandidateAddForm,
    CandidateStateForm,
    DecisionForm,
    ExtraAttemptForm,
    ExtraTimeForm,
    MessageForm,
    ReopenForm,
    RescueConfirmForm,
    RescueFileForm,
    TimeCreditForm,
    WatchFilterForm,
    WindowForm,
)
from quizzes.organizing.selectors import office_exams
from quizzes.organizing.superseded import superseded_devices
from quizzes.organizing.watching import candidate_watched, exam_watch, units_examined, watched_page
from quizzes.selectors import exam_phase
from quizzes.services import (
    CannotAccommodateError,
    CannotInvigilateError,
    attempt_reopen,
    candidate_add,
    candidate_state_set,
    extra_attempt_grant,
    extra_time_grant,
    integrity_decide,
    message_send,
    rescue_import,
    rescue_try,
    time_credit_grant,
    window_set,
)
from quizzes.taking.course import course_of
from quizzes.taking.rescue import RescueError
from quizzes.terms import terms_of
from quizzes.views.exams import get_exam


def _get_candidate(exam: Exam, candidate: UUID) -> Candidate:
    found = get_object_or_404(exam.candidates.select_related("user", "unit"), uuid=candidate)
    found.exam = exam
    return found


@office_role_required(Role.ORGANIZER, Role.INVIGILATOR)
@require_safe
def rooms_watched(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the exams that run now or soon, for whoever watches over them."""
    now = timezone.now()
    announced = office_exams(request.user.office).filter(state=ExamState.SCHEDULED).order_by("opens_at")
    rows = [(exam, exam_phase(exam, now)) for exam in announced]
    return render(request, "quizzes/organizing/rooms_watched.html", {"rows": rows})


@office_role_required(Role.ORGANIZER, Role.INVIGILATOR)
@require_safe
def watch(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show who has not entered, is writing, is out of touch, has handed in."""
    shown, now = get_exam(request, exam), timezone.now()
    filters = WatchFilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {"q": "", "unit": "", "status": ""}
    number = request.GET.get("page", "1")
    context = {
        "exam": shown,
        "phase": exam_phase(shown, now),
        "watch": exam_watch(shown, now),
        "page": watched_page(
            shown,
            now,
            words=chosen["q"].strip(),
            unit=chosen["unit"],
            status=chosen["status"],
            page=int(number) if number.isdecimal() and len(number) < 6 else 1,
        ),
        "units": units_examined(shown),
        "chosen": chosen,
        "statuses": WatchFilterForm.base_fields["status"].choices,  # type: ignore[attr-defined]
        "can_grant": has_office_role(request.user, Role.ORGANIZER),
        "sent": shown.messages.filter(candidate=None).select_related("by").order_by("-pk")[:5],
        "message_form": MessageForm(),
        "credit_form": TimeCreditForm(initial=TimeCreditForm.initial_now()),
        "add_form": CandidateAddForm(office=request.user.office),
        "credits": shown.time_credits.select_related("by"),
    }
    return render(request, "quizzes/organizing/watch.html", context)


@office_role_required(Role.ORGANIZER, Role.INVIGILATOR)
@require_safe
def candidate(request: AuthenticatedHttpRequest, exam: UUID, candidate: UUID) -> HttpResponse:
    """Show one candidate's course, and what can be granted or decided."""
    shown = get_exam(request, exam)
    return _candidate_page(request, shown, _get_candidate(shown, candidate))


def _candidate_page(
    request: AuthenticatedHttpRequest, exam: Exam, candidate: Candidate, bound: dict[str, Any] | None = None
) -> HttpResponse:
    attempts = list(candidate.attempts.defer("display").order_by("number"))
    newest = attempts[-1] if attempts else None
    can_grant = exam.state == ExamState.SCHEDULED and has_office_role(request.user, Role.ORGANIZER)
    forms: dict[str, Any] = {
        "extra_time_form": ExtraTimeForm(),
        "window_form": WindowForm(initial=WindowForm.initial_for(candidate)),
        "extra_attempt_form": ExtraAttemptForm(),
        "reopen_form": ReopenForm(),
        "state_form": CandidateStateForm(),
        "decision_form": DecisionForm(),
        "message_form": MessageForm(),
    }
    context = {
        "exam": exam,
        "candidate": candidate,
        "terms": terms_of(candidate),
        "row": candidate_watched(candidate, timezone.now()),
        "attempts": [(attempt, course_of(attempt), superseded_devices(attempt)) for attempt in attempts],
        "newest": newest,
        "can_reopen": newest is not None and newest.state == AttemptState.SUBMITTED,
        "can_grant": can_grant,
        "can_decide": exam.state == ExamState.SCHEDULED and newest is not None,
        "rescues": AnswerRescue.objects.filter(attempt__candidate=candidate).select_related("by"),
        "accommodations": candidate.accommodations.select_related("by"),
        "transitions": candidate.transitions.select_related("by"),
        **forms,
        **(bound or {}),
    }
    status = 422 if bound else 200
    return render(request, "quizzes/organizing/candidate.html", context, status=status)


Act = dict[str, Any]


def _extra_time(act: Act, data: Mapping[str, Any]) -> None:
    extra_time_grant(**act, minutes=data["minutes"])


def _window(act: Act, data: Mapping[str, Any]) -> None:
    window_set(**act, opens_at=data["opens_at"], closes_at=data["closes_at"])


def _extra_attempt(act: Act, _data: Mapping[str, Any]) -> None:
    extra_attempt_grant(**act)


def _reopen(act: Act, data: Mapping[str, Any]) -> None:
    own: Candidate = act.pop("candidate")
    newest = own.attempts.order_by("-number").first()
    if newest is None:
        raise CannotAccommodateError(_("还没有作答，没有可以重新打开的。"))
    attempt_reopen(attempt=newest, minutes=data["minutes"], **act)


def _state(act: Act, data: Mapping[str, Any]) -> None:
    candidate_state_set(**act, to=CandidateState(data["to"]))


_GRANTS: dict[str, tuple[type[Form], Callable[[Act, Mapping[str, Any]], None]]] = {
    "extra_time": (ExtraTimeForm, _extra_time),
    "window": (WindowForm, _window),
    "extra_attempt": (ExtraAttemptForm, _extra_attempt),
    "reopen": (ReopenForm, _reopen),
    "state": (CandidateStateForm, _state),
}


@office_role_required(Role.ORGANIZER)
@require_POST
def grant(request: AuthenticatedHttpRequest, exam: UUID, candidate: UUID) -> HttpResponse:
    """Grant one candidate what the form of the pressed button says."""
    shown = get_exam(request, exam)
    own = _get_candidate(shown, candidate)
    kind = request.POST.get("kind", "")
    if kind not in _GRANTS:
        messages.error(request, _("不知道要作什么安排，没有改动。"))
        return redirect("quizzes:candidate", exam=shown.uuid, candidate=own.uuid)
    form_class, carry_out = _GRANTS[kind]
    form = form_class(request.POST)
    if not form.is_valid():
        return _candidate_page(request, shown, own, {f"{kind}_form": form, "opened": kind})
    act = {"candidate": own, "reason": form.cleaned_data["reason"], "by": request.user, "now": timezone.now()}
    try:
        carry_out(act, form.cleaned_data)
    except CannotAccommodateError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已记录，马上生效。"))
    return redirect("quizzes:candidate", exam=shown.uuid, candidate=own.uuid)


def _why(form: Form) -> str:
    """Return what is wrong with a form, each field by its label."""
    return "".join(f"{form[name].label}：{''.join(map(str, errors))}" for name, errors in form.errors.items())


@office_role_required(Role.ORGANIZER)
@require_POST
def credit(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Give back to all what an outage took."""
    shown = get_exam(request, exam)
    form = TimeCreditForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有补时：%s") % _why(form))
        return redirect("quizzes:watch", exam=shown.uuid)
    try:
        given = time_credit_grant(exam=shown, by=request.user, now=timezone.now(), **form.cleaned_data)
    except CannotAccommodateError as error:
        messages.error(request, str(error))
    else:
        count = {"minutes": given.minutes, "people": given.accommodations.count()}
        messages.success(request, _("已给 %(people)d 人补时 %(minutes)d 分钟；考生的页面一分钟内更新。") % count)
    return redirect("quizzes:watch", exam=shown.uuid)


@office_role_required(Role.ORGANIZER)
@require_POST
def add_candidate(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Let somebody in who was not on the roster."""
    shown = get_exam(request, exam)
    form = CandidateAddForm(request.POST, office=request.user.office)
    if not form.is_valid():
        messages.error(request, _("没有加人：%s") % _why(form))
        return redirect("quizzes:watch", exam=shown.uuid)
    try:
        added = candidate_add(
            exam=shown,
            person=form.cleaned_data["username"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=timezone.now(),
        )
    except CannotAccommodateError as error:
        messages.error(request, str(error))
        return redirect("quizzes:watch", exam=shown.uuid)
    messages.success(request, _("已把%(name)s加进考生名单。") % {"name": added.user.name})
    return redirect("quizzes:candidate", exam=shown.uuid, candidate=added.uuid)


@office_role_required(Role.ORGANIZER, Role.INVIGILATOR)
@require_POST
def send_message(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Tell all candidates something, or the one the form names."""
    shown = get_exam(request, exam)
    form = MessageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("消息没有发：请写 300 字以内的内容。"))
        return redirect("quizzes:watch", exam=shown.uuid)
    one = form.cleaned_data["candidate"]
    to = _get_candidate(shown, one) if one else None
    try:
        message_send(exam=shown, text=form.cleaned_data["text"], by=request.user, now=timezone.now(), candidate=to)
    except CannotInvigilateError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("消息已发出，正在作答的人一分钟内看到。"))
    return redirect("quizzes:candidate", shown.uuid, to.uuid) if to else redirect("quizzes:watch", exam=shown.uuid)


@office_role_required(Role.ORGANIZER, Role.INVIGILATOR)
@require_POST
def decide(request: AuthenticatedHttpRequest, exam: UUID, candidate: UUID) -> HttpResponse:
    """Decide what becomes of an attempt, with a reason the candidate sees."""
    shown = get_exam(request, exam)
    own = _get_candidate(shown, candidate)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _candidate_page(request, shown, own, {"decision_form": form, "opened": "decision"})
    attempt = get_object_or_404(own.attempts, number=form.cleaned_data["attempt"])
    try:
        integrity_decide(
            attempt=attempt,
            verdict=form.cleaned_data["verdict"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=timezone.now(),
        )
    except CannotInvigilateError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("处理已记录，考生会看到理由，可以说明。"))
    return redirect("quizzes:candidate", exam=shown.uuid, candidate=own.uuid)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def rescue(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Take in a file of answers: first show what it would change, then do it."""
    shown = get_exam(request, exam)
    if request.method != "POST":
        return _rescue_page(request, shown, RescueFileForm())
    if "content" in request.POST:
        return _rescue_confirmed(request, shown, RescueConfirmForm(request.POST))
    form = RescueFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            trial = rescue_try(exam=shown, rescued=form.cleaned_data["file"])
        except RescueError as error:
            form.add_error("file", str(error))
        else:
            confirm = RescueConfirmForm(initial={"content": form.cleaned_data["content"]})
            return _rescue_page(request, shown, form, trial=trial, rescued=form.cleaned_data["file"], confirm=confirm)
    return _rescue_page(request, shown, form, status=422)


def _rescue_confirmed(request: AuthenticatedHttpRequest, exam: Exam, form: RescueConfirmForm) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, _("没有导入：%s") % _why(form))
        return redirect("quizzes:rescue", exam=exam.uuid)
    try:
        taken = rescue_import(
            exam=exam,
            rescued=form.cleaned_data["content"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=timezone.now(),
        )
    except RescueError as error:
        messages.error(request, str(error))
        return redirect("quizzes:rescue", exam=exam.uuid)
    messages.success(request, _("已导入，改动 %(count)d 题。") % {"count": taken.changed})
    return redirect("quizzes:candidate", exam=exam.uuid, candidate=taken.attempt.candidate.uuid)


def _rescue_page(
    request: AuthenticatedHttpRequest, exam: Exam, form: RescueFileForm, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "quizzes/organizing/rescue.html", {"exam": exam, "form": form, **more}, status=status)
