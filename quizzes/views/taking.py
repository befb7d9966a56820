"""A candidate's pages: what there is to take, the way in, the exam itself, the way out, the result."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, client_address
from quizzes.arrival import arrived_at
from quizzes.enums import AttemptState
from quizzes.marking import Answer
from quizzes.models import Attempt
from quizzes.places import own_exams_actions, own_result_actions
from quizzes.release import release_of
from quizzes.services.invigilation import CannotInvigilateError, integrity_state
from quizzes.services.remarks import why_not_remark
from quizzes.taking.admission import admission_check, browser_of
from quizzes.taking.attempts import SEED_BITS, attempt_start, attempt_submit
from quizzes.taking.contact import messages_for
from quizzes.taking.course import course_of
from quizzes.taking.errors import CannotStartError, TakingError
from quizzes.taking.forms import AnswerSheetForm, StatementForm
from quizzes.taking.holders import session_holder
from quizzes.taking.papers import frozen_paper, slots_shown
from quizzes.taking.results import result_report
from quizzes.taking.saving import sheet_save
from quizzes.taking.selectors import (
    attempts_of,
    candidacies_of,
    exam_card,
    exam_cards,
    last_save,
    saved_answers,
    with_attempts,
)
from quizzes.taking.sheet import answer_sheet, sheet_questions
from quizzes.taking.superseded import superseded_keep
from quizzes.views.sealing import opening_response, refusal_response, sheet_data, waiting_data
from quizzes.views.sheet_html import card_links, sheet_parts
from quizzes.views.unsaved import told_when_not_saved


@require_safe
def my_exams(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what to take now, what comes and what was."""
    cards = exam_cards(request.user, arrived_at(request))
    return render(
        request,
        "quizzes/taking/my_exams.html",
        {
            "actions": own_exams_actions.buttons(request, request.user),
            "can_enter": any(card.can_enter for card in cards),
            "now": [card for card in cards if card.is_now],
            "upcoming": [card for card in cards if card.is_upcoming],
            "past": [card for card in cards if not card.is_now and not card.is_upcoming],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show an exam's rules; a POST goes in: to the open attempt, taking it over if need be, or to a new one."""
    if request.method != "POST":
        candidate = get_object_or_404(with_attempts(candidacies_of(request.user)), exam__uuid=exam)
        # Parallel forms are alike in this: they come from one blueprint.
        paper = candidate.exam.papers.only("question_count", "total_marks").first()
        card = exam_card(candidate, arrived_at(request))
        waiting = waiting_data(candidate, arrived_at(request)) if card.is_awaited else {}
        return render(request, "quizzes/taking/start.html", {"card": card, "paper": paper, "waiting": waiting})
    candidate = get_object_or_404(candidacies_of(request.user), exam__uuid=exam)
    by_waiting_page = "sealed" in request.POST
    try:
        admission_check(
            candidate,
            address=client_address(request),
            code=request.POST.get("access_code", ""),
            browser=browser_of(request, by_script=request.POST.get("seb_hash", "")),
        )
        attempt = attempt_start(
            candidate=candidate,
            holder=session_holder(request),
            shuffle_seed=secrets.randbits(SEED_BITS),
            now=arrived_at(request),
        )
    except CannotStartError as error:
        if by_waiting_page:
            return refusal_response(candidate, str(error), arrived_at(request))
        messages.error(request, str(error))
        return redirect("quizzes:start", exam=exam)
    if by_waiting_page:
        return opening_response(attempt, arrived_at(request))
    return redirect("quizzes:attempt", attempt=attempt.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_not_saved
def attempt(request: AuthenticatedHttpRequest, attempt: UUID) -> HttpResponse:
    """Show the exam page as it stands; a POST saves the whole sheet, for browsers without JavaScript."""
    own = _own_attempt(request, attempt)
    if not _is_under_way(request, own):
        if request.method == "POST":
            if own.holder != session_holder(request):
                _superseded_keep(request, own)
            messages.warning(request, _("已交卷或时间已到，刚才提交的内容没有收下；之前保存的都在。"))
        return redirect("quizzes:submitted", attempt=attempt)
    if own.holder != session_holder(request):
        if request.method == "POST":
            _superseded_keep(request, own)
        return _taken_over(request, own)
    if request.method == "POST":
        return _save(request, own)
    return _sheet_page(request, own)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_not_saved
def submit_check(request: AuthenticatedHttpRequest, attempt: UUID) -> HttpResponse:
    """Show what is not answered yet; a POST hands in."""
    own = _own_attempt(request, attempt)
    if not _is_under_way(request, own):
        return redirect("quizzes:submitted", attempt=attempt)
    if own.holder != session_holder(request):
        return _taken_over(request, own)
    if request.method == "POST":
        attempt_submit(attempt=own.pk, epoch=own.epoch, now=arrived_at(request))
        return redirect("quizzes:submitted", attempt=attempt)
    sheet = answer_sheet(frozen_paper(own.paper.uuid), own.display, saved_answers(own))
    questions = sheet_questions(sheet)
    context = {
        "attempt": own,
        "questions": questions,
        "unanswered": [asked for asked in questions if not asked.is_answered],
    }
    return render(request, "quizzes/taking/submit_check.html", context)


@require_safe
def submitted(request: AuthenticatedHttpRequest, attempt: UUID) -> HttpResponse:
    """Say that it is handed in, and what happens next."""
    own = _own_attempt(request, attempt)
    if _is_under_way(request, own):
        return redirect("quizzes:attempt", attempt=attempt)
    candidate = get_object_or_404(with_attempts(candidacies_of(request.user)), pk=own.candidate_id)
    context = {
        "attempt": own,
        "card": exam_card(candidate, arrived_at(request)),
        "course": course_of(own),
        "statement_form": StatementForm(),
        "missed": _missed(request),
    }
    return render(request, "quizzes/taking/submitted.html", context)


@require_POST
def statement(request: AuthenticatedHttpRequest, attempt: UUID) -> HttpResponse:
    """Note what the candidate says about the course of an attempt."""
    own = _own_attempt(request, attempt)
    form = StatementForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有记下：请写 1000 字以内的说明。"))
        return redirect("quizzes:submitted", attempt=attempt)
    try:
        integrity_state(attempt=own, text=form.cleaned_data["text"], now=arrived_at(request))
    except CannotInvigilateError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("说明已记下，监考和考务会看到。"))
    return redirect("quizzes:submitted", attempt=attempt)


@require_safe
def my_result(request: AuthenticatedHttpRequest, candidate: UUID) -> HttpResponse:
    """Show the score and, for each answer, the key, its explanation and the provisions it rests on."""
    own = get_object_or_404(with_attempts(candidacies_of(request.user)), uuid=candidate)
    card = exam_card(own, arrived_at(request))
    if card.result is None:
        return render(request, "quizzes/taking/no_result.html", {"card": card})
    context = {
        "card": card,
        "report": result_report(card, request.GET.get("attempt"), release_of(card.exam)),
        "actions": own_result_actions.buttons(request, own),
        "takes_remarks": why_not_remark(own.exam, arrived_at(request)) is None,
    }
    return render(request, "quizzes/taking/my_result.html", context)


def _own_attempt(request: AuthenticatedHttpRequest, attempt: UUID) -> Attempt:
    """Return an attempt of the person's own; to anyone else it does not exist."""
    return get_object_or_404(attempts_of(request.user), uuid=attempt)


def _is_under_way(request: AuthenticatedHttpRequest, attempt: Attempt) -> bool:
    return attempt.state == AttemptState.OPEN and arrived_at(request) <= attempt.accepts_until


def _missed(request: AuthenticatedHttpRequest) -> int:
    """Return how many answers the exam page could not bring in any more, as it says itself."""
    said = request.GET.get("missed", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0


def _sheet_page(request: AuthenticatedHttpRequest, attempt: Attempt) -> HttpResponse:
    sheet = answer_sheet(frozen_paper(attempt.paper.uuid), attempt.display, saved_answers(attempt))
    questions = sheet_questions(sheet)
    seq, saved_at = last_save(attempt)
    told = messages_for(attempt)
    context = {
        "exam": attempt.exam,
        "attempt": attempt,
        "parts": sheet_parts(attempt.paper.uuid, sheet),
        "questions": questions,
        "links": card_links(questions),
        "next_seq": seq + 1,
        "answered": sum(asked.is_answered for asked in questions),
        "told": told,
        "data": sheet_data(attempt, seq=seq, saved_at=saved_at, told=told, now=arrived_at(request)),
    }
    return render(request, "quizzes/taking/sheet.html", context)


def _save(request: AuthenticatedHttpRequest, attempt: Attempt) -> HttpResponse:
    form = AnswerSheetForm(request.POST)
    here = redirect("quizzes:attempt", attempt=attempt.uuid)
    if not form.is_valid():
        messages.error(request, _("页面内容不完整，没有保存。请在下面重新作答后保存。"))
        return here
    try:
        answers = _sheet_answers(form, attempt)
        saved = sheet_save(attempt=attempt, seq=form.cleaned_data["seq"], answers=answers, now=arrived_at(request))
    except TakingError as error:
        messages.error(request, str(error))
        return here
    if saved.passed_over:
        messages.warning(request, _("有 %d 题在别的页面上已有较新的答案，保留了较新的。") % saved.passed_over)
    if "check" in request.POST:
        return redirect("quizzes:submit_check", attempt=attempt.uuid)
    messages.success(request, _("已保存 %s") % timezone.localtime(arrived_at(request)).strftime("%H:%M:%S"))
    return here


def _sheet_answers(form: AnswerSheetForm, attempt: Attempt) -> dict[int, Answer]:
    """Return what a sheet says of every question on it, by slot.

    Raises:
        TakingError: something on it is no answer.
    """
    paper = frozen_paper(attempt.paper.uuid)
    return paper.normalize(form.answers([paper.question(str(slot)) for slot in slots_shown(attempt.display)]))


def _superseded_keep(request: AuthenticatedHttpRequest, attempt: Attempt) -> None:
    """Keep what a plain sheet of a superseded device still brings; it was held before the device that holds it now."""
    form = AnswerSheetForm(request.POST)
    if not form.is_valid():
        return
    try:
        answers = _sheet_answers(form, attempt)
    except TakingError:
        return
    superseded_keep(
        attempt=attempt.pk,
        epoch=max(1, attempt.epoch - 1),
        seq=form.cleaned_data["seq"],
        answers=answers,
        arrived_at=arrived_at(request),
    )


def _taken_over(request: AuthenticatedHttpRequest, attempt: Attempt) -> HttpResponse:
    """Say that another device has the attempt; nothing was saved from this one."""
    status = 409 if request.method == "POST" else 200
    return render(request, "quizzes/taking/taken_over.html", {"attempt": attempt}, status=status)
