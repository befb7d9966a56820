"""What questions probably rest on: one by one, or all that is sure enough."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import JobKind
from question_bank.forms import BankChoiceForm, ThresholdForm
from question_bank.models import ProvisionSuggestion, Question, QuestionBank
from question_bank.selectors import (
    citable_versions,
    confidence_counts,
    is_moderate,
    last_job,
    open_job_beside,
    parsed_of,
    questions_with_suggestions,
    sure_for_questions,
    sure_for_rows,
    without_suggestion,
    worker_is_alive,
)
from question_bank.services import (
    citation_add,
    job_do,
    questions_cite_suggested,
    questions_suggest,
    row_cite,
    rows_cite_suggested,
    rows_suggest,
    suggestion_dismiss,
)
from question_bank.views.access import (
    get_bank_for_user,
    get_import_for_user,
    get_suggestion_for_user,
    trainers_only,
)
from question_bank.views.jobs import job_context
from question_bank.views.showing import ShownQuestion, show_content, show_parsed

_PER_PAGE = 20
#: Of what is accepted in one go, so many are shown, the least sure first.
_SAMPLES = 10


@require_safe
@trainers_only
def uncited(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List a bank's questions that rest on nothing, each beside the provision it probably rests on."""
    office = request.user.office
    choice = BankChoiceForm(office, request.GET)
    bank = choice.chosen
    found = questions_with_suggestions(bank) if bank else Question.objects.none()
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    job = open_job_beside(JobKind.SUGGEST, bank=bank) if bank else None
    context = {
        "bank": bank,
        "banks": choice.banks,
        "page": page,
        "entries": [
            (question, show_content(question.current_version.content)) for question in page if question.current_version
        ],
        "counts": confidence_counts(sure_for_questions(bank, 0)) if bank else [],
        "unsearched": without_suggestion(bank).count() if bank else 0,
        "has_texts": citable_versions(office).exists(),
        "last": last_job(JobKind.SUGGEST, bank=bank) if bank else None,
        **job_context(job),
    }
    return render(request, "question_bank/uncited.html", context)


@require_POST
@trainers_only
def bank_suggestion(request: AuthenticatedHttpRequest, bank: UUID) -> HttpResponseRedirect:
    """Look for what a bank's uncited questions rest on."""
    shown = get_bank_for_user(request, bank)
    job = questions_suggest(bank=shown, by=request.user, now=timezone.now())
    if not worker_is_alive(timezone.now()) and is_moderate(job):
        job_do(job=job, clock=timezone.now)
    return _to_uncited(shown)


@require_POST
@trainers_only
def import_suggestion(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponseRedirect:
    """Look anew for what a sheet's uncited rows rest on: a policy document may have come since."""
    shown = get_import_for_user(request, sheet_import)
    job = rows_suggest(sheet_import=shown, by=request.user, now=timezone.now())
    if job and not worker_is_alive(timezone.now()) and is_moderate(job):
        job_do(job=job, clock=timezone.now)
    return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def bank_citing(request: AuthenticatedHttpRequest, bank: UUID) -> HttpResponse:
    """Cite for a bank's questions all that is sure enough, after a page that says how many."""
    shown = get_bank_for_user(request, bank)
    form = ThresholdForm(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and form.is_valid():
        cited = questions_cite_suggested(bank=shown, at_least=form.sure, by=request.user, now=timezone.now())
        messages.success(request, _("已给 %(count)d 题加上依据。") % {"count": cited})
        return _to_uncited(shown)
    sure = sure_for_questions(shown, form.sure)
    samples = [(one, show_content(one.question_version.content)) for one in sure[:_SAMPLES] if one.question_version]
    back = reverse("question_bank:uncited", query={"bank": str(shown.uuid)})
    return _confirm(request, form.sure, sure.count(), samples, back)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def import_citing(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponse:
    """Do the same for the rows of a sheet."""
    shown = get_import_for_user(request, sheet_import)
    form = ThresholdForm(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and form.is_valid():
        cited = rows_cite_suggested(sheet_import=shown, at_least=form.sure)
        messages.success(request, _("已给 %(count)d 题加上依据，导入时一并带入。") % {"count": cited})
        return redirect(shown)
    sure = sure_for_rows(shown, form.sure)
    samples = [(one, show_parsed(parsed_of(one.row))) for one in sure[:_SAMPLES] if one.row]
    return _confirm(request, form.sure, sure.count(), samples, shown.get_absolute_url())


@require_POST
@trainers_only
def suggestion_acceptance(request: AuthenticatedHttpRequest, suggestion: UUID) -> HttpResponseRedirect:
    """Rest a question or a row on what is suggested."""
    shown = get_suggestion_for_user(request, suggestion)
    try:
        if shown.row:
            row_cite(row=shown.row, provision=shown.provision)
        elif shown.question_version:
            citation_add(
                question_version=shown.question_version,
                provision=shown.provision,
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("已引用%(label)s。") % {"label": shown.provision.label})
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_place(request, shown)


@require_POST
@trainers_only
def suggestion_dismissal(request: AuthenticatedHttpRequest, suggestion: UUID) -> HttpResponseRedirect:
    """Take back a suggestion that is wrong."""
    shown = get_suggestion_for_user(request, suggestion)
    suggestion_dismiss(suggestion=shown)
    return _to_place(request, shown)


def _confirm(
    request: AuthenticatedHttpRequest,
    at_least: int,
    count: int,
    samples: Sequence[tuple[ProvisionSuggestion, ShownQuestion]],
    back: str,
) -> HttpResponse:
    context = {"at_least": at_least, "count": count, "samples": samples, "back": back}
    return render(request, "question_bank/suggestions_take.html", context)


def _to_place(request: AuthenticatedHttpRequest, shown: ProvisionSuggestion) -> HttpResponseRedirect:
    """Lead back to where the suggestion stood: the row at the desk, or the same page of the list."""
    if shown.row:
        query = {"row": shown.row.number, **_kept(request, "status")}
        return redirect(reverse("question_bank:import", args=[shown.row.sheet_import.uuid], query=query))
    version = shown.question_version
    query = {"bank": str(version.question.bank.uuid)} if version else {}
    return redirect(reverse("question_bank:uncited", query={**query, **_kept(request, "page")}))


def _kept(request: AuthenticatedHttpRequest, name: str) -> dict[str, str]:
    return {name: value} if (value := request.GET.get(name)) else {}


def _to_uncited(bank: QuestionBank) -> HttpResponseRedirect:
    return redirect(reverse("question_bank:uncited", query={"bank": str(bank.uuid)}))
