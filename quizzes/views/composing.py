"""Pages for organizers: blueprints and the papers drawn from them."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from question_bank.models import Question
from quizzes.models import Blueprint, Paper
from quizzes.organizing.forms import (
    USUAL_SECTIONS,
    AnchorForm,
    BaseSectionFormSet,
    BlueprintForm,
    CopyForm,
    SectionFormSet,
    read_plan,
    sections_initial,
)
from quizzes.organizing.papers import paper_sheet, papers_assembled_with
from quizzes.organizing.selectors import (
    blueprint_anchors,
    office_blueprints,
    office_papers,
    pool_of,
)
from quizzes.services import (
    BlueprintInUseError,
    CannotAnchorError,
    CannotAssembleError,
    anchor_add,
    anchor_remove,
    blueprint_create,
    blueprint_delete,
    blueprint_shortage,
    blueprint_update,
    papers_assemble,
    stock_assemble,
)
from quizzes.services.papers import blueprint_plan

_PAGE = 30


def _get_blueprint(request: AuthenticatedHttpRequest, blueprint: UUID) -> Blueprint:
    return get_object_or_404(office_blueprints(request.user.office), uuid=blueprint)


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
    office = request.user.office
    if request.method != "POST":
        form = BlueprintForm(office=office, initial={"title": _("季季考")})
        return _blueprint_page(request, form, SectionFormSet(initial=USUAL_SECTIONS))
    form, sections = BlueprintForm(request.POST, office=office), SectionFormSet(request.POST)
    plan = read_plan(form, sections)
    if plan is None:
        return _blueprint_page(request, form, sections, status=422)
    return _after_saving(request, form, blueprint_create(bank=form.cleaned_data["bank"], plan=plan, by=request.user))


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def blueprint(request: AuthenticatedHttpRequest, blueprint: UUID) -> HttpResponse:
    """Show a blueprint with what the bank has for it, change it, and draw papers from it."""
    shown, office = _get_blueprint(request, blueprint), request.user.office
    if request.method != "POST":
        form = BlueprintForm(office=office, blueprint=shown, initial={"title": shown.title, "bank": shown.bank})
        return _blueprint_page(request, form, SectionFormSet(initial=sections_initial(shown.sections)), shown)
    form, sections = BlueprintForm(request.POST, office=office, blueprint=shown), SectionFormSet(request.POST)
    plan = read_plan(form, sections)
    if plan is None:
        return _blueprint_page(request, form, sections, shown, status=422)
    return _after_saving(request, form, blueprint_update(blueprint=shown, plan=plan, bank=form.cleaned_data["bank"]))


def _after_saving(request: AuthenticatedHttpRequest, form: BlueprintForm, saved: Blueprint) -> HttpResponse:
    """Draw papers if the pressed button says so; what was typed is saved either way."""
    if form.wants_papers:
        return _assemble(request, form, saved)
    shortage = blueprint_shortage(saved)
    if shortage:
        messages.warning(request, _("已保存，但现在组不出卷：%(shortage)s") % {"shortage": shortage})
    else:
        messages.success(request, _("已保存。现在可以组卷。"))
    return redirect(saved)


def _assemble(request: AuthenticatedHttpRequest, form: BlueprintForm, saved: Blueprint) -> HttpResponse:
    seed = form.cleaned_data["seed"] or secrets.token_hex(8)
    forms = form.cleaned_data["forms_wanted"]
    drawn: dict[str, Any] = {"blueprint": saved, "seed": seed, "forms": forms, "by": request.user}
    try:
        if form.cleaned_data["each_draws"]:
            papers = [stock_assemble(**drawn, now=timezone.now())]
            told = _("题池已冻结，每个考生开考时从中随机抽一份。")
        else:
            papers = papers_assemble(**drawn, now=timezone.now())
            told = _("已组成 %(count)d 套卷，题目和答案都已冻结。") % {"count": len(papers)}
    except CannotAssembleError as error:
        messages.warning(request, _("方案已保存，但组不出卷：%(shortage)s") % {"shortage": error})
        return redirect(saved)
    messages.success(request, told)
    return redirect(papers[0])


def _blueprint_page(
    request: AuthenticatedHttpRequest,
    form: BlueprintForm,
    sections: BaseSectionFormSet,
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
        "papers": office_papers(request.user.office).filter(blueprint=blueprint) if blueprint else [],
        "anchors": blueprint_anchors(blueprint) if blueprint else [],
    }
    return render(request, "quizzes/organizing/blueprint_form.html", context, status=status)


@office_role_required(Role.ORGANIZER)
@require_POST
def anchors(request: AuthenticatedHttpRequest, blueprint: UUID) -> HttpResponse:
    """Let every paper of a blueprint ask a question from now on, or let it be drawn by chance again."""
    shown = _get_blueprint(request, blueprint)
    form = AnchorForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有选题。"))
        return redirect(shown)
    question = get_object_or_404(Question, uuid=form.chosen, bank__office=request.user.office)
    if form.cleaned_data["remove"]:
        anchor_remove(blueprint=shown, question=question)
        messages.success(request, _("已不再是锚题；组好的卷不变。"))
        return redirect(f"{shown.get_absolute_url()}#anchors")
    try:
        anchor_add(blueprint=shown, question=question)
    except CannotAnchorError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已设为锚题：以后用“%(title)s”组的每套卷都考这道题。") % {"title": shown.title})
    return redirect(f"{shown.get_absolute_url()}#anchors")


@office_role_required(Role.ORGANIZER)
@require_POST
def delete_blueprint(request: AuthenticatedHttpRequest, blueprint: UUID) -> HttpResponse:
    """Delete a blueprint that no paper was drawn from."""
    shown = _get_blueprint(request, blueprint)
    try:
        blueprint_delete(blueprint=shown)
    except BlueprintInUseError as error:
        messages.error(request, str(error))
        return redirect(shown)
    messages.success(request, _("已删除组卷方案“%(title)s”。") % {"title": shown.title})
    return redirect("quizzes:blueprints")


@office_role_required(Role.ORGANIZER)
@require_safe
def paper(request: AuthenticatedHttpRequest, paper: UUID) -> HttpResponse:
    """Preview a frozen paper with its key and what each question rests on, or as a candidate gets it on paper."""
    shown = get_object_or_404(Paper, uuid=paper, office=request.user.office)
    if CopyForm(request.GET).is_valid():
        if shown.is_stock:
            messages.error(request, _("这是抽题池，每人从中抽一份，没有统一的考生卷。"))
            return redirect(shown)
        context: dict[str, Any] = {"paper": shown, "sections": paper_sheet(shown)}
        return render(request, "quizzes/organizing/paper_copy.html", context)
    together = list(papers_assembled_with(shown))
    context = {
        "paper": shown,
        "sections": paper_sheet(shown),
        "siblings": [sibling for sibling in together if sibling != shown],
        "together": len(together),
        "exams": shown.exams.all(),
        "stock_size": shown.slots.values("question_version").distinct().count() if shown.is_stock else None,
        "anchors": set(shown.blueprint.anchors.values_list("pk", flat=True)) if shown.blueprint else (),
    }
    return render(request, "quizzes/organizing/paper.html", context)
