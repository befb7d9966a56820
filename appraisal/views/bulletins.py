"""Pages of bulletins and commentaries: what was issued, the organizer's drafts, a commentator's words."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from accounts.print_fonts import UNPRINTABLE
from accounts.selectors import has_office_role
from appraisal.enums import BulletinKind, BulletinPeriod
from appraisal.forms.bulletins import BulletinDraftForm, BulletinForm, CritiqueForm, CritiquesForm, IssueForm
from appraisal.models import Bulletin, BulletinIssue, Critique
from appraisal.prints.bulletins import issue_document
from appraisal.selectors.bulletins import (
    bulletins_drafted,
    bulletins_issued,
    critiques_to_write,
    period_around,
    periods_named,
)
from appraisal.services.bulletins import (
    bulletin_draft,
    bulletin_issue,
    bulletin_refresh,
    bulletin_write,
    critique_drop,
    critique_write,
    critiques_ask,
)
from quizzes.organizing.print_forms import FormatForm, PrintFormat
from quizzes.views.printing import document_response


@require_safe
def bulletins(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what the office issued; an organizer also the drafts, a commentator what waits for their words."""
    office, today = request.user.office, timezone.localdate()
    is_organizer = has_office_role(request.user, Role.ORGANIZER)
    context = {
        "issued": bulletins_issued(office),
        "drafts": bulletins_drafted(office) if is_organizer else (),
        "critiques": critiques_to_write(request.user),
        "is_organizer": is_organizer,
        "named": [(kind.label, period.label, name) for kind, (period, name) in periods_named(office, today).items()],
    }
    return render(request, "appraisal/bulletin_list.html", context)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Begin a draft, filled with the facts of its period."""
    office, today = request.user.office, timezone.localdate()
    named = periods_named(office, today)
    if request.method == "POST":
        form = BulletinDraftForm(request.POST, today=today)
        if form.is_valid():
            data = form.cleaned_data
            try:
                draft = bulletin_draft(
                    office=office,
                    kind=BulletinKind(data["kind"]),
                    period=BulletinPeriod(data["period"]),
                    on=data["month"],
                    by=request.user,
                    now=timezone.now(),
                )
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已按现在的记录取数填好，看看要不要改。"))
                return redirect(draft)
        return render(request, "appraisal/bulletin_new.html", {"form": form}, status=422)
    kind = BulletinKind.COMMENTARY if request.GET.get("kind") == BulletinKind.COMMENTARY else BulletinKind.BULLETIN
    usual = BulletinPeriod.QUARTER if kind == BulletinKind.COMMENTARY else BulletinPeriod.MONTH
    period = named[kind][0] if kind in named else usual
    # What is drafted is mostly of the period that has just ended.
    begun, _last = period_around(period, today)
    ended = period_around(period, begun - timedelta(days=1))[0]
    form = BulletinDraftForm(initial={"kind": kind, "period": period, "month": f"{ended:%Y-%m}"}, today=today)
    return render(request, "appraisal/bulletin_new.html", {"form": form})


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin(request: AuthenticatedHttpRequest, bulletin: UUID) -> HttpResponse:
    """Show a draft to write on, with what was issued of it."""
    draft = _draft(request, bulletin)
    form = BulletinForm(request.POST or None, bulletin=draft)
    if form.is_valid():
        bulletin_write(
            bulletin=draft,
            title=form.cleaned_data["title"],
            texts=form.texts,
            left_out=form.left_out,
            meeting=form.cleaned_data.get("meeting"),
        )
        messages.success(request, _("已保存。"))
        return redirect(draft)
    context = {
        "bulletin": draft,
        "form": form,
        "issues": draft.issues.select_related("issued_by").defer("sections_json"),
        "issue_form": IssueForm(),
        "critiques": draft.critiques.select_related("record__subject", "record__unit", "commentator"),
        "critiques_form": CritiquesForm(bulletin=draft, office=draft.office) if draft.is_commentary else None,
    }
    return render(request, "appraisal/bulletin_draft.html", context, status=422 if form.is_bound else 200)


@office_role_required(Role.ORGANIZER)
@require_POST
def refresh(request: AuthenticatedHttpRequest, bulletin: UUID) -> HttpResponse:
    """Gather a draft's facts anew."""
    draft = bulletin_refresh(bulletin=_draft(request, bulletin), now=timezone.now())
    messages.success(request, _("已重新取数；写过的话没有动。"))
    return redirect(draft)


@office_role_required(Role.ORGANIZER)
@require_POST
def issue(request: AuthenticatedHttpRequest, bulletin: UUID) -> HttpResponse:
    """Send a draft out."""
    draft = _draft(request, bulletin)
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("更正原因不超过 200 字。"))
        return redirect(draft)
    try:
        issued = bulletin_issue(bulletin=draft, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(draft)
    messages.success(request, _("已印发，机关里的人都能看。"))
    return redirect(issued)


@office_role_required(Role.ORGANIZER)
@require_POST
def critiques_new(request: AuthenticatedHttpRequest, bulletin: UUID) -> HttpResponse:
    """Put records on a commentary."""
    draft = _draft(request, bulletin)
    form = CritiquesForm(request.POST, bulletin=draft, office=draft.office)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(draft)
    if not draft.is_commentary:
        messages.error(request, _("通报不设点评，要点评的请起草讲评。"))
        return redirect(draft)
    count = critiques_ask(bulletin=draft, records=form.records, commentator=form.cleaned_data["commentator"])
    messages.success(request, _("已请人点评 %(count)d 篇。") % {"count": count})
    return redirect(draft)


@require_http_methods(["GET", "HEAD", "POST"])
def critique(request: AuthenticatedHttpRequest, critique: UUID) -> HttpResponse:
    """Take a commentator's words; an organizer may write them down for somebody."""
    shown = _critique(request, critique)
    form = CritiqueForm(request.POST or None, initial={"strength": shown.strength, "weakness": shown.weakness})
    if form.is_valid():
        try:
            critique_write(
                critique=shown,
                strength=form.cleaned_data["strength"],
                weakness=form.cleaned_data["weakness"],
                now=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("点评已保存。"))
            is_organizer = has_office_role(request.user, Role.ORGANIZER)
            return redirect(shown.bulletin) if is_organizer else redirect("appraisal:bulletins")
    context = {"critique": shown, "form": form, "is_organizer": has_office_role(request.user, Role.ORGANIZER)}
    return render(request, "appraisal/critique.html", context, status=422 if form.is_bound else 200)


@office_role_required(Role.ORGANIZER)
@require_POST
def critique_remove(request: AuthenticatedHttpRequest, critique: UUID) -> HttpResponse:
    """Take a record off a commentary."""
    shown = get_object_or_404(Critique, uuid=critique, bulletin__office=request.user.office)
    critique_drop(critique=shown)
    messages.success(request, _("已去掉。"))
    return redirect(shown.bulletin)


@require_safe
def bulletin_issued(request: AuthenticatedHttpRequest, issue: UUID) -> HttpResponse:
    """Show an issue to everybody of the office, and whether it has been corrected since."""
    shown = _issue(request, issue)
    versions = shown.bulletin.issues.select_related("issued_by").defer("sections_json").order_by("-version")
    context = {
        "issue": shown,
        "versions": versions,
        "newest": versions[0],
        "is_organizer": has_office_role(request.user, Role.ORGANIZER),
    }
    return render(request, "appraisal/bulletin_issue.html", context)


@require_safe
def issue_file(request: AuthenticatedHttpRequest, issue: UUID) -> HttpResponse:
    """Hand out an issue as PDF or Word."""
    shown = _issue(request, issue)
    form = FormatForm(request.GET)
    if not form.is_valid():
        raise Http404
    try:
        return document_response(issue_document(shown), PrintFormat(form.cleaned_data["to"] or PrintFormat.PDF))
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect(shown)


def _draft(request: AuthenticatedHttpRequest, bulletin: UUID) -> Bulletin:
    found = Bulletin.objects.select_related("office", "meeting__record")
    return get_object_or_404(found, uuid=bulletin, office=request.user.office)


def _issue(request: AuthenticatedHttpRequest, issue: UUID) -> BulletinIssue:
    found = BulletinIssue.objects.select_related("bulletin__office", "issued_by")
    return get_object_or_404(found, uuid=issue, bulletin__office=request.user.office)


def _critique(request: AuthenticatedHttpRequest, critique: UUID) -> Critique:
    """Return a critique its commentator or an organizer may write."""
    may = Q(commentator=request.user)
    if has_office_role(request.user, Role.ORGANIZER):
        may |= Q(bulletin__office=request.user.office)
    found = Critique.objects.filter(may).select_related("bulletin", "record__subject", "record__unit", "commentator")
    return get_object_or_404(found, uuid=critique)
