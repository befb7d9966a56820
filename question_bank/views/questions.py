"""Questions: finding, writing, citing, reviewing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import QuestionState
from question_bank.forms import (
    BulkForm,
    CiteForm,
    CiteScopeForm,
    NewQuestionForm,
    QuestionFilterForm,
    RevisionForm,
    StepForm,
)
from question_bank.forms.content import ContentForm
from question_bank.models import Question
from question_bank.selectors import citations_of, prefetched_citations, questions_found
from question_bank.services import (
    BulkOutcome,
    DuplicateQuestionError,
    bank_ensure,
    citation_add,
    citation_withdraw,
    question_approve,
    question_create,
    question_reopen,
    question_retire,
    question_return,
    question_revise,
    question_submit,
    questions_approve,
    questions_submit,
)
from question_bank.services.reviews import APPROVABLE, REOPENABLE, RETIRABLE, RETURNABLE, SUBMITTABLE, is_own
from question_bank.views.access import (
    get_citation_for_user,
    get_question_for_user,
    may_write,
    readers_only,
    trainers_only,
)
from question_bank.views.picking import picking_context
from question_bank.views.showing import show_content

_PER_PAGE = 50
_STEPS: dict[str, Callable[..., Question]] = {
    "submit": question_submit,
    "approve": question_approve,
    "return": question_return,
    "retire": question_retire,
    "reopen": question_reopen,
}
_BULK_STEPS: dict[str, Callable[..., BulkOutcome]] = {"submit": questions_submit, "approve": questions_approve}
_BULK_STATES = {"submit": SUBMITTABLE, "approve": APPROVABLE}


@require_safe
@readers_only
def questions(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the office's questions, narrowed by what stands in the address."""
    filters = QuestionFilterForm(request.user.office, request.GET)
    page = Paginator(questions_found(request.user.office, filters.wanted), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "may_write": may_write(request),
        # What the list is narrowed to goes along with “all of them”.
        "kept": [(name, value) for name, value in filters.data.items() if name in filters.fields and value],
    }
    return render(request, "question_bank/question_list.html", context)


@require_safe
@readers_only
def question(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Show a question as a cadre sees it, and beside it its key, its authority and its life."""
    return _show_question(request, get_question_for_user(request, question))


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def question_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Write a question by hand."""
    office = request.user.office
    form = NewQuestionForm(office, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            created = question_create(
                bank=form.chosen_bank or bank_ensure(office=office),
                content=form.content,
                by=request.user,
                now=timezone.now(),
                topics=form.topics,
                difficulty=form.cleaned_data["difficulty"],
            )
        except RefusedError as refusal:
            return _refused(request, form, refusal)
        messages.success(request, _("已保存为草稿。请给它加上依据，再送审。"))
        return redirect(created)
    return _show_form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def question_edit(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Write the next version of a question."""
    shown = get_question_for_user(request, question)
    form = RevisionForm(shown, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            version = question_revise(
                question=shown,
                content=form.content,
                by=request.user,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
                topics=form.topics,
                difficulty=form.cleaned_data["difficulty"],
            )
        except RefusedError as refusal:
            return _refused(request, form, refusal, question=shown)
        messages.success(request, _("已保存，现行版本是第 %(number)d 版。") % {"number": version.number})
        return redirect(shown)
    return _show_form(request, form, question=shown)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def question_citation(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Pick a provision that the question's words rest on."""
    shown = get_question_for_user(request, question)
    scope = CiteScopeForm(request.user.office, request.GET)
    form = CiteForm(scope.version, request.POST if request.method == "POST" else None)
    if form.is_valid() and shown.current_version:
        try:
            added = citation_add(
                question_version=shown.current_version, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except RefusedError as refusal:
            form.add_error("quoted", str(refusal))
        else:
            messages.success(request, _("已引用%(label)s。") % {"label": added.provision.label})
            return redirect(shown)
    context = {
        **picking_context(scope, form),
        "shown": show_content(shown.current_version.content) if shown.current_version else None,
        "heading": _("这道题依据哪一条"),
        "back": shown.get_absolute_url(),
    }
    return render(request, "question_bank/cite.html", context, status=422 if form.is_bound else 200)


@require_POST
@trainers_only
def citation_withdrawal(request: AuthenticatedHttpRequest, citation: UUID) -> HttpResponse:
    """Take a citation back."""
    standing = get_citation_for_user(request, citation)
    try:
        citation_withdraw(citation=standing, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回依据：%(label)s。") % {"label": standing.provision.label})
    return redirect(standing.question_version.question)


@require_POST
@trainers_only
def question_step(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Move a question one step through its life."""
    shown = get_question_for_user(request, question)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _show_question(request, shown, form)
    try:
        take_step, comment = _STEPS[form.cleaned_data["step"]], form.cleaned_data["comment"]
        moved = take_step(question=shown, by=request.user, now=timezone.now(), comment=comment)
    except RefusedError as refusal:
        form.add_error("comment", str(refusal))
        return _show_question(request, shown, form)
    messages.success(request, _("这道题现在是“%(state)s”。") % {"state": QuestionState(moved.state).label})
    return redirect(moved)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def questions_bulk(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Submit or approve many at once, after a page that says how many and which are left out."""
    asked = request.POST if request.method == "POST" else request.GET
    form = BulkForm(asked)
    if not form.is_valid():
        messages.error(request, _("请先勾选试题，再选要做什么。"))
        return redirect("question_bank:questions")
    step = form.cleaned_data["step"]
    chosen = list(_chosen(request, asked, everything=form.cleaned_data["everything"]))
    if request.method == "POST":
        _report(request, step, _BULK_STEPS[step](questions=chosen, by=request.user, now=timezone.now()))
        return redirect("question_bank:questions")
    waiting = [question for question in chosen if question.state in _BULK_STATES[step]]
    own = [question for question in waiting if step == "approve" and is_own(question, request.user)]
    moving = [question for question in waiting if question not in own]
    context = {
        "step": step,
        "moving": moving,
        "own": own,
        "uncited": sum(not prefetched_citations(question) for question in moving),
        "elsewhere": len(chosen) - len(waiting),
    }
    return render(request, "question_bank/question_bulk.html", context)


def _chosen(request: AuthenticatedHttpRequest, asked: QueryDict, *, everything: bool) -> QuerySet[Question]:
    """Return what was ticked, or all that the list was narrowed to."""
    if everything:
        return questions_found(request.user.office, QuestionFilterForm(request.user.office, asked).wanted)
    return questions_found(request.user.office, QuestionFilterForm(request.user.office, {}).wanted).filter(
        uuid__in=_uuids(asked.getlist("question"))
    )


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _report(request: AuthenticatedHttpRequest, step: str, outcome: BulkOutcome) -> None:
    done = _("已送审 %(count)d 题。") if step == "submit" else _("已入库 %(count)d 题。")
    text = done % {"count": outcome.moved}
    if outcome.own:
        text += _("%(count)d 题是你自己写的，要由另一位命题教师审核。") % {"count": outcome.own}
    if outcome.elsewhere:
        text += _("%(count)d 题不在这一步，没有动。") % {"count": outcome.elsewhere}
    (messages.success if outcome.moved else messages.warning)(request, text)


def _refused(
    request: AuthenticatedHttpRequest, form: ContentForm, refusal: RefusedError, question: Question | None = None
) -> HttpResponse:
    form.add_error(None, str(refusal))
    existing = refusal.existing if isinstance(refusal, DuplicateQuestionError) else None
    return _show_form(request, form, question, existing)


def _show_form(
    request: AuthenticatedHttpRequest,
    form: ContentForm,
    question: Question | None = None,
    existing: Question | None = None,
) -> HttpResponse:
    context = {"form": form, "question": question, "existing": existing}
    return render(request, "question_bank/question_form.html", context, status=422 if form.is_bound else 200)


def _show_question(request: AuthenticatedHttpRequest, shown: Question, form: StepForm | None = None) -> HttpResponse:
    writer = may_write(request)
    state = QuestionState(shown.state)
    own = is_own(shown, request.user)
    context: dict[str, Any] = {
        "question": shown,
        "shown": show_content(shown.current_version.content) if shown.current_version else None,
        "citations": citations_of(shown).select_related("created_by"),
        "topics": shown.topics.all(),
        "versions": shown.versions.select_related("author"),
        "reviews": shown.reviews.select_related("by", "version"),
        "form": form or StepForm(),
        "may_write": writer,
        "is_own": own,
        "may_edit": writer and state != QuestionState.RETIRED,
        "may_submit": writer and state in SUBMITTABLE,
        "may_approve": writer and state in APPROVABLE and not own,
        "may_return": writer and state in RETURNABLE,
        "may_retire": writer and state in RETIRABLE,
        "may_reopen": writer and state in REOPENABLE,
        "waits_for_other": state in APPROVABLE and own,
    }
    return render(request, "question_bank/question_detail.html", context, status=422 if form else 200)
