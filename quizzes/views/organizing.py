"""Pages for organizers: blueprints, papers, exams and their progress."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from quizzes import assembly
from quizzes.enums import ExamPhase, ExamState
from quizzes.models import Blueprint, Exam, Paper
from quizzes.organizing.forms import (
    USUAL_SECTIONS,
    AssembleForm,
    BlueprintForm,
    ChosenPaperForm,
    ExamForm,
    ProgressFilterForm,
    ReasonForm,
    SectionForm,
    SectionFormSet,
    exam_initial,
    new_exam_initial,
    read_plan,
    sections_initial,
)
from quizzes.organizing.papers import paper_sheet
from quizzes.organizing.selectors import (
    candidate_progress,
    exam_progress,
    marking_tasks,
    office_blueprints,
    office_exams,
    office_papers,
    pool_of,
)
from quizzes.selectors import exam_phase
from quizzes.services import (
    CannotAssembleError,
    CannotScheduleError,
    ExamTransitionError,
    blueprint_create,
    blueprint_update,
    exam_create,
    exam_schedule,
    exam_update,
    exam_withdraw,
    papers_assemble,
)
from quizzes.services.papers import blueprint_plan
from quizzes.services.publication import why_not_publish

_PAGE = 30


def get_exam(request: AuthenticatedHttpRequest, exam: UUID) -> Exam:
    """Return an exam of the organizer's own office."""
    return get_object_or_404(office_exams(request.user.office).select_related("cohort", "office"), uuid=exam)


def _get_blueprint(request: AuthenticatedHttpRequest, blueprint: UUID) -> Blueprint:
    return get_object_or_404(office_blueprints(request.user.office), uuid=blueprint)


@office_role_required(Role.ORGANIZER)
@require_safe
def exams(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the office's exams with where each stands."""
    page = Paginator(office_exams(request.user.office), _PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [(exam, exam_phase(exam, now)) for exam in page]
    return render(request, "quizzes/organizing/exam_list.html", {"page": page, "rows": rows})


@office_role_required(Role.ORGANIZER)
@require_safe
def blueprints(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the office's blueprints and the papers drawn from them."""
    papers = Paginator(office_papers(request.user.office), _PAGE).get_page(request.GET.get("page"))
    context = {"blueprints": office_blueprints(request.user.office), "page": papers}
    return render(request, "quizzes/organizing/blueprint_list.html", context)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def blueprint_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Describe a new paper; the form begins with the usual hundred marks."""
    if request.method != "POST":
        form = BlueprintForm(office=request.user.office, initial={"title": _("季季考")})
        return _blueprint_page(request, form, SectionFormSet(initial=USUAL_SECTIONS))
    form, sections = BlueprintForm(request.POST, office=request.user.office), SectionFormSet(request.POST)
    plan = _read_plan(form, sections)
    if plan is None:
        return _blueprint_page(request, form, sections, status=422)
    if Blueprint.objects.filter(office=request.user.office, title=plan.title).exists():
        form.add_error("title", _("已经有同名的组卷方案。"))
        return _blueprint_page(request, form, sections, status=422)
    blueprint = blueprint_create(bank=form.cleaned_data["bank"], plan=plan, by=request.user)
    messages.success(request, _("已保存。现在可以组卷。"))
    return redirect(blueprint)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def blueprint(request: AuthenticatedHttpRequest, blueprint: UUID) -> HttpResponse:
    """Show a blueprint with what the bank has for it, change it, and draw papers from it."""
    shown = _get_blueprint(request, blueprint)
    if request.method != "POST":
        form = BlueprintForm(office=request.user.office, initial={"title": shown.title, "bank": shown.bank})
        return _blueprint_page(request, form, SectionFormSet(initial=sections_initial(shown.sections)), shown)
    form, sections = BlueprintForm(request.POST, office=request.user.office), SectionFormSet(request.POST)
    plan = _read_plan(form, sections)
    if plan is None:
        return _blueprint_page(request, form, sections, shown, status=422)
    if office_blueprints(request.user.office).filter(title=plan.title).exclude(pk=shown.pk).exists():
        form.add_error("title", _("已经有同名的组卷方案。"))
        return _blueprint_page(request, form, sections, shown, status=422)
    blueprint_update(blueprint=shown, plan=plan, bank=form.cleaned_data["bank"])
    messages.success(request, _("已保存。"))
    return redirect(shown)


def _read_plan(form: BlueprintForm, sections: BaseFormSet[SectionForm]) -> assembly.Blueprint | None:
    """Return the plan the forms describe, or None with the faults written into the form."""
    if not (form.is_valid() and sections.is_valid()):
        return None
    try:
        return read_plan(form, sections)
    except assembly.BlueprintError as error:
        for message in error.messages:
            form.add_error(None, message)
        return None


def _blueprint_page(
    request: AuthenticatedHttpRequest,
    form: BlueprintForm,
    sections: BaseFormSet[SectionForm],
    blueprint: Blueprint | None = None,
    status: int = 200,
) -> HttpResponse:
    banks = list(form.fields["bank"].queryset)  # type: ignore[attr-defined]
    bank = blueprint.bank if blueprint else next(iter(banks), None)
    context: dict[str, Any] = {
        "form": form,
        "sections": sections,
        "blueprint": blueprint,
        "plan": blueprint_plan(blueprint) if blueprint else None,
        "pool": pool_of(bank) if bank else None,
        "bank": bank,
        "assemble_form": AssembleForm(),
        "papers": office_papers(request.user.office).filter(blueprint=blueprint) if blueprint else [],
    }
    return render(request, "quizzes/organizing/blueprint_form.html", context, status=status)


@office_role_required(Role.ORGANIZER)
@require_POST
def assemble(request: AuthenticatedHttpRequest, blueprint: UUID) -> HttpResponse:
    """Draw papers from a blueprint."""
    shown = _get_blueprint(request, blueprint)
    form = AssembleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("套数应为 1 到 26 的整数，种子不超过 64 个字符。"))
        return redirect(shown)
    seed = form.cleaned_data["seed"].strip() or secrets.token_hex(8)
    try:
        forms = form.cleaned_data["forms_wanted"]
        papers = papers_assemble(blueprint=shown, seed=seed, forms=forms, by=request.user, now=timezone.now())
    except CannotAssembleError as error:
        messages.error(request, str(error))
        return redirect(shown)
    messages.success(request, _("已组成 %(count)d 套卷，题目和答案都已冻结。") % {"count": len(papers)})
    return redirect(papers[0])


@office_role_required(Role.ORGANIZER)
@require_safe
def paper(request: AuthenticatedHttpRequest, paper: UUID) -> HttpResponse:
    """Preview a frozen paper with its key and what each question rests on."""
    shown = get_object_or_404(Paper, uuid=paper, office=request.user.office)
    context = {
        "paper": shown,
        "sections": paper_sheet(shown),
        "siblings": office_papers(request.user.office)
        .filter(blueprint=shown.blueprint, seed=shown.seed)
        .order_by("form"),
        "exams": shown.exams.all(),
    }
    return render(request, "quizzes/organizing/paper.html", context)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def exam_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Make a draft of an exam."""
    if request.method != "POST":
        chosen = ChosenPaperForm(request.GET).papers(request.user.office)
        form = ExamForm(office=request.user.office, initial={**new_exam_initial(), "papers": chosen})
        return render(request, "quizzes/organizing/exam_form.html", {"form": form})
    form = ExamForm(request.POST, office=request.user.office)
    if not form.is_valid():
        return render(request, "quizzes/organizing/exam_form.html", {"form": form}, status=422)
    exam = exam_create(text=form.text, papers=form.cleaned_data["papers"], by=request.user)
    messages.success(request, _("草稿已保存。核对无误后再发布给考生。"))
    return redirect(exam)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def exam_edit(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Change a draft."""
    edited = get_exam(request, exam)
    if edited.state != ExamState.DRAFT:
        messages.error(request, _("考试已经发布，不能再改；没有人开始作答时可以先撤回。"))
        return redirect(edited)
    if request.method != "POST":
        form = ExamForm(office=request.user.office, initial=exam_initial(edited))
        return render(request, "quizzes/organizing/exam_form.html", {"form": form, "exam": edited})
    form = ExamForm(request.POST, office=request.user.office)
    if not form.is_valid():
        return render(request, "quizzes/organizing/exam_form.html", {"form": form, "exam": edited}, status=422)
    try:
        exam_update(exam=edited, text=form.text, papers=form.cleaned_data["papers"])
    except ExamTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("草稿已保存。"))
    return redirect(edited)


@office_role_required(Role.ORGANIZER)
@require_safe
def exam(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show where an exam stands, who has come, and the one thing to do next."""
    shown = get_exam(request, exam)
    now = timezone.now()
    phase = exam_phase(shown, now)
    filters = ProgressFilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {"unit": "", "status": ""}
    tasks = marking_tasks(shown) if phase in {ExamPhase.OPEN, ExamPhase.MARKING} else []
    context = {
        "exam": shown,
        "phase": phase,
        "papers": shown.papers.defer("content", "blueprint_snapshot"),
        "progress": exam_progress(shown),
        "rows": candidate_progress(shown, unit=chosen["unit"], status=chosen["status"]),
        "units": shown.candidates.values_list("unit__name", flat=True).order_by("unit__name").distinct(),
        "chosen": chosen,
        "marking_left": sum(task.total - task.done for task in tasks),
        "why_not_publish": why_not_publish(shown, now),
        "transitions": shown.transitions.select_related("by"),
        "reason_form": ReasonForm(),
    }
    return render(request, "quizzes/organizing/exam_detail.html", context)


@office_role_required(Role.ORGANIZER)
@require_POST
def schedule(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Publish an exam to its candidates."""
    shown = get_exam(request, exam)
    try:
        exam_schedule(exam=shown, by=request.user, now=timezone.now())
    except CannotScheduleError as error:
        for reason in error.reasons:
            messages.error(request, reason)
    except ExamTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已发布给 %(count)d 名考生，到时自动开考。") % {"count": shown.candidates.count()})
    return redirect(shown)


@office_role_required(Role.ORGANIZER)
@require_POST
def withdraw(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Take a scheduled exam back while nobody has begun it."""
    shown = get_exam(request, exam)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明撤回的原因（不超过 200 字）。"))
        return redirect(shown)
    try:
        exam_withdraw(exam=shown, by=request.user, now=timezone.now(), reason=form.cleaned_data["reason"])
    except ExamTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已撤回为草稿，考生不再看到这次考试。"))
    return redirect(shown)
