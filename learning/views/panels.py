"""Pages of panels and of what becomes of ideas."""

from __future__ import annotations

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
from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from learning.enums import PROJECTS, Adoption, RecordKind, RecordState
from learning.forms.ideas import IdeaDecisionForm, PanelForm, RatingForm
from learning.models import Panel, Record
from learning.selectors import readable_records
from learning.selectors.ideas import register_with_visits
from learning.selectors.panels import is_rated, panel_outcome, panels_to_rate, visible_panels
from learning.services.ideas import idea_decide
from learning.services.panels import panel_close, panel_open, panel_rate
from learning.views.year import overseers_only

_PAGE = 30


@require_safe
def panels(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List what waits for one's rating."""
    return render(request, "learning/panel_list.html", {"panels": panels_to_rate(request.user)})


@overseers_only
@require_safe
def ideas(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the ideas, projects and duty reports of those one looks after; with `?show=open` what is undecided."""
    found, show = register_with_visits(request.user, timezone.localdate()), request.GET.get("show", "")
    undecided = found.filter(kind=RecordKind.IDEA, state=RecordState.APPROVED, idea__adoption="")
    page = Paginator(undecided if show == "open" else found, _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "undecided": undecided.count(), "projects": PROJECTS}
    return render(request, "learning/idea_list.html", context)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def panel_new(request: AuthenticatedHttpRequest, rated: UUID) -> HttpResponse:
    """Ask a panel to rate a duty report or an idea."""
    record = get_object_or_404(readable_records(request.user), uuid=rated)
    if not is_rated(record):
        messages.error(request, _("只有述职报告和点子项目可以组织评议。"))
        return redirect(record)
    form = PanelForm(request.POST or None, record=record)
    if form.is_valid():
        data = form.cleaned_data
        try:
            panel = panel_open(
                record=record,
                raters=data["raters"],
                criteria=data.get("criteria", []),
                by=request.user,
                now=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("评议已经开始，评议人在“等我评议”里看到。"))
            return redirect(panel)
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/panel_form.html", {"form": form, "record": record}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: AuthenticatedHttpRequest, panel: UUID) -> HttpResponse:
    """Show a panel what it rates, take a rater's word, and show an organizer how far it is."""
    shown = get_object_or_404(visible_panels(request.user), uuid=panel)
    rater = shown.raters.filter(user=request.user).select_related("rating").first()
    may_rate = rater is not None and not hasattr(rater, "rating") and shown.closed_at is None
    form = RatingForm(request.POST or None, panel=shown) if may_rate else None
    if request.method == "POST":
        if rater is None or form is None:
            messages.error(request, _("这次评议不等你的意见：它已经结束，或者你已经评过。"))
            return redirect(shown)
        if form.is_valid():
            data = form.cleaned_data
            try:
                panel_rate(
                    rater=rater,
                    grade=data.get("grade", ""),
                    scores=form.scores,
                    comment=data["comment"],
                    now=timezone.now(),
                )
            except RefusedError as refusal:
                messages.error(request, str(refusal))
                return redirect(shown)
            messages.success(request, _("已收下你的评议。谁评了什么，谁也看不到。"))
            return redirect("learning:panels")
    return _panel_page(request, shown, form)


def _panel_page(request: AuthenticatedHttpRequest, shown: Panel, form: RatingForm | None) -> HttpResponse:
    outcome = panel_outcome(shown) if shown.closed_at else None
    context = {
        "panel": shown,
        "record": shown.record,
        "form": form,
        "outcome": outcome,
        "asked": shown.raters.count(),
        "given": shown.raters.exclude(rating=None).count(),
        "is_organizer": shown.opened_by_id == request.user.pk,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "learning/panel_detail.html", context, status=status)


@office_role_required(Role.ORGANIZER)
@require_POST
def panel_end(request: AuthenticatedHttpRequest, panel: UUID) -> HttpResponse:
    """End a panel and show what it came to."""
    ended = get_object_or_404(Panel, uuid=panel, record__office=request.user.office)
    try:
        panel_close(panel=ended, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(ended)


@office_role_required(Role.ORGANIZER)
@require_POST
def idea_decision(request: AuthenticatedHttpRequest, idea: UUID) -> HttpResponse:
    """Say what becomes of an idea."""
    record: Record = get_object_or_404(readable_records(request.user), uuid=idea, kind=RecordKind.IDEA)
    form = IdeaDecisionForm(request.POST, office=request.user.office)
    if not form.is_valid():
        messages.error(request, _("请选采纳情况；说明不超过 500 字。"))
        return redirect(record)
    data = form.cleaned_data
    try:
        idea_decide(
            record=record,
            adoption=Adoption(data["adoption"]),
            where=data["where"],
            reason=data["reason"],
            guided_by=data["guided_by"],
            by=request.user,
            now=timezone.now(),
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("决定已记下，提的人看得到。"))
    return redirect(record)
