"""Pages of competencies: one's own, the claims that wait, the list an office keeps, the directory."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required, refuse_unless
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from learning.enums import ClaimState, CompetencyGroup
from learning.forms.competencies import ClaimDecisionForm, ClaimForm, CompetencyForm
from learning.models import Competency
from learning.selectors import REVIEWING_ROLES, readable_records
from learning.selectors.competencies import (
    OFFICE_ROLES,
    claims_confirmed,
    claims_of,
    claims_overseen,
    claims_waiting,
    competencies_of,
    competencies_offered,
    decides_on_claims,
    topic_result,
    visible_claims,
)
from learning.services.competencies import (
    claim_decide,
    claim_withdraw,
    competencies_suggest,
    competency_add,
    competency_claim,
    competency_retire,
)


@require_safe
def competencies(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what one has claimed and can claim, and to who decides what waits."""
    own = list(claims_of(request.user))
    taken = {claim.competency_id for claim in own if claim.state in {ClaimState.WAITING, ClaimState.CONFIRMED}}
    free = [each for each in competencies_offered(request.user.office) if each.pk not in taken]
    context = {
        "own": own,
        "groups": _by_group(free),
        "waiting": claims_waiting(request.user) if decides_on_claims(request.user) else (),
        "may_keep": has_office_role(request.user, Role.ORGANIZER),
        "may_look": has_office_role(request.user, *OFFICE_ROLES, Role.DIRECTOR),
    }
    return render(request, "learning/competencies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: AuthenticatedHttpRequest, competency: UUID) -> HttpResponse:
    """Claim a competency."""
    claimed = get_object_or_404(competencies_of(request.user.office), uuid=competency)
    form = ClaimForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = competency_claim(
                competency=claimed,
                user=request.user,
                words=data["words"],
                record=data["record"],
                certificate=data["certificate"],
                now=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已申报“%(name)s”，等人确认。") % {"name": claimed.name})
            return redirect(made)
    context = {"competency": claimed, "form": form}
    return render(request, "learning/competency_claim_form.html", context, status=422 if form.is_bound else 200)


@require_safe
def claim(request: AuthenticatedHttpRequest, claim: UUID) -> HttpResponse:
    """Show a claim with its grounds."""
    return _claim_page(request, claim, ClaimDecisionForm())


@require_POST
def claim_decision(request: AuthenticatedHttpRequest, claim: UUID) -> HttpResponse:
    """Confirm a claim or decline it."""
    refuse_unless(decides_on_claims(request.user), *OFFICE_ROLES, *REVIEWING_ROLES)
    decided = get_object_or_404(claims_overseen(request.user), uuid=claim)
    form = ClaimDecisionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            claim_decide(
                claim=decided,
                is_confirmed=data["verdict"] == "yes",
                reason=data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已记下。"))
            return redirect("learning:competencies")
    return _claim_page(request, claim, form)


def _claim_page(request: AuthenticatedHttpRequest, uuid: UUID, form: ClaimDecisionForm) -> HttpResponse:
    shown = get_object_or_404(visible_claims(request.user), uuid=uuid)
    is_own = shown.user_id == request.user.pk
    is_open = shown.state in {ClaimState.WAITING, ClaimState.CONFIRMED}
    context = {
        "claim": shown,
        "form": form if is_open and not is_own else None,
        "faults": form.non_field_errors() if form.is_bound else (),
        "is_confirmed": shown.state == ClaimState.CONFIRMED,
        "may_withdraw": is_own and is_open,
        "may_read_record": shown.record is not None
        and readable_records(request.user).filter(pk=shown.record.pk).exists(),
        "score": topic_result(shown, request.user),
    }
    return render(request, "learning/competency_claim.html", context, status=422 if form.is_bound else 200)


@require_POST
def claim_back(request: AuthenticatedHttpRequest, claim: UUID) -> HttpResponse:
    """Take one's own claim back."""
    own = get_object_or_404(claims_of(request.user), uuid=claim)
    try:
        claim_withdraw(claim=own)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回。"))
    return redirect("learning:competencies")


@office_role_required(*OFFICE_ROLES, Role.DIRECTOR)
@require_safe
def directory(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show who is confirmed for what, to find authors and lecturers."""
    found: dict[Competency, list[object]] = {}
    for each in claims_confirmed(request.user.office):
        found.setdefault(each.competency, []).append(each)
    chosen = request.GET.get("group", "")
    shown = [(competency, claims) for competency, claims in found.items() if chosen in {"", competency.group}]
    context = {
        "found": shown,
        "groups": CompetencyGroup,
        "chosen": chosen,
        "may_open_claims": decides_on_claims(request.user),
    }
    return render(request, "learning/competency_directory.html", context)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def competency_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Keep the office's list: add to it, or take the suggested ones."""
    office = request.user.office
    if "suggested" in request.POST:
        messages.success(request, _("增加了 %(count)d 个。") % {"count": competencies_suggest(office=office)})
        return redirect("learning:competency_list")
    form = CompetencyForm(request.POST if request.method == "POST" else None, office=office)
    if form.is_valid():
        data = form.cleaned_data
        try:
            competency_add(office=office, group=CompetencyGroup(data["group"]), name=data["name"], topic=data["topic"])
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("learning:competency_list")
    offered = [each for each in competencies_of(office) if each.is_offered]
    context = {"groups": _by_group(offered), "form": form}
    return render(request, "learning/competency_list.html", context, status=422 if form.is_bound else 200)


@office_role_required(Role.ORGANIZER)
@require_POST
def competency_end(request: AuthenticatedHttpRequest, competency: UUID) -> HttpResponse:
    """Offer something no longer."""
    retired = get_object_or_404(competencies_of(request.user.office), uuid=competency)
    competency_retire(competency=retired)
    messages.success(request, _("“%(name)s”不再申报；已经确认的保留。") % {"name": retired.name})
    return redirect("learning:competency_list")


def _by_group(rows: list[Competency]) -> list[tuple[str, list[Competency]]]:
    """Return what there is in each of the three groups, empty ones left out."""
    found = [(str(group.label), [each for each in rows if each.group == group]) for group in CompetencyGroup]
    return [(label, inside) for label, inside in found if inside]
