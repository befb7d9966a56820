"""Questions that ask nearly the same, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import JobKind
from question_bank.forms import BankChoiceForm, MergeForm
from question_bank.models import ImportRow, Job, LikePair, Question
from question_bank.provisions.alignment import Piece, text_difference
from question_bank.selectors import (
    last_job,
    open_job_beside,
    pairs_of_bank,
    parsed_of,
    worker_is_alive,
)
from question_bank.services import job_do, pair_keep, questions_compare, questions_merge, row_merge
from question_bank.views.access import get_bank_for_user, get_pair_for_user, trainers_only
from question_bank.views.jobs import job_context
from question_bank.views.showing import ShownQuestion, show_content, show_parsed

_PER_PAGE = 20
#: A comparison with so few questions is done before the page is shown.
_AT_ONCE = 3_000


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two that are alike, each in pieces that do or do not stand in the other."""

    pair: LikePair
    own: tuple[Piece, ...]
    other: tuple[Piece, ...]


def compare_at_once(job: Job) -> None:
    """Compare now what is quickly compared; the rest is the worker's."""
    if job.sheet_import and job.bank.questions.count() + job.sheet_import.rows.count() <= _AT_ONCE:
        job_do(job=job, clock=timezone.now)


def show_pairs(pairs: Iterable[LikePair]) -> list[ShownPair]:
    """Return pairs with what differs marked."""
    shown = []
    for pair in pairs:
        other = _words(pair.other_row or pair.other_question)
        difference = text_difference(other, _words(pair.row or pair.question))
        shown.append(ShownPair(pair, own=difference.new, other=difference.old))
    return shown


@require_safe
@trainers_only
def duplicates(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the questions of a bank that ask nearly the same."""
    choice = BankChoiceForm(request.user.office, request.GET)
    bank = choice.chosen
    found = pairs_of_bank(bank) if bank else LikePair.objects.none()
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "bank": bank,
        "banks": choice.banks,
        "page": page,
        "pairs": show_pairs(page),
        "last": last_job(JobKind.COMPARE, bank=bank) if bank else None,
        **job_context(open_job_beside(JobKind.COMPARE, bank=bank) if bank else None),
    }
    return render(request, "question_bank/duplicates.html", context)


@require_POST
@trainers_only
def bank_comparison(request: AuthenticatedHttpRequest, bank: UUID) -> HttpResponseRedirect:
    """Compare all questions of a bank with each other."""
    shown = get_bank_for_user(request, bank)
    job = questions_compare(bank=shown, by=request.user, now=timezone.now())
    if not worker_is_alive(timezone.now()) and shown.questions.count() <= _AT_ONCE:
        job_do(job=job, clock=timezone.now)
    return redirect(reverse("question_bank:duplicates", query={"bank": str(shown.uuid)}))


@require_POST
@trainers_only
def pair_keeping(request: AuthenticatedHttpRequest, pair: UUID) -> HttpResponseRedirect:
    """Keep both."""
    shown = get_pair_for_user(request, pair)
    try:
        pair_keep(pair=shown)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_place(shown)


@require_POST
@trainers_only
def pair_merging(request: AuthenticatedHttpRequest, pair: UUID) -> HttpResponseRedirect:
    """Let one go into the other."""
    shown = get_pair_for_user(request, pair)
    form = MergeForm(request.POST)
    try:
        if shown.row is not None:
            row_merge(pair=shown, by=request.user, now=timezone.now())
            messages.success(request, _("已并入题库里的那道题，知识点和依据也带过去了。"))
        elif form.is_valid():
            keep = get_object_or_404(Question, bank__office=request.user.office_id, uuid=form.cleaned_data["keep"])
            questions_merge(pair=shown, keep=keep, by=request.user, now=timezone.now())
            messages.success(request, _("已合并：另一道停用，知识点和依据都归到留下的这道。"))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_place(shown)


def _words(subject: ImportRow | Question | None) -> str:
    """Return a question as lines to compare: the stem, the options, the answer."""
    shown = _shown(subject)
    if shown is None:
        return ""
    options = [f"{option.letter}．{option.text}" for option in shown.options]
    return "\n".join([shown.stem, *options, _("答案：%(answer)s") % {"answer": shown.answer or _("没有")}])


def _shown(subject: ImportRow | Question | None) -> ShownQuestion | None:
    if isinstance(subject, ImportRow):
        return show_parsed(parsed_of(subject))
    version = subject.current_version if subject else None
    return show_content(version.content) if version else None


def _to_place(shown: LikePair) -> HttpResponseRedirect:
    if shown.row is not None:
        url = reverse("question_bank:import", args=[shown.row.sheet_import.uuid], query={"row": shown.row.number})
        return redirect(url)
    query = {"bank": str(shown.question.bank.uuid)} if shown.question else {}
    return redirect(reverse("question_bank:duplicates", query=query))
