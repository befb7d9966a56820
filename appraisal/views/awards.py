"""Pages of awards: the list, a round by what the reader is in it, a juror's sheet, the decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
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
from appraisal.enums import AwardSort
from appraisal.forms.awards import (
    AwardDecisionForm,
    AwardForm,
    JudgingForm,
    JuryForm,
    NominationForm,
    PeopleForm,
)
from appraisal.models import Award, Juror, Nominee
from appraisal.prints.awards import announcement
from appraisal.selectors.awards import (
    Eligible,
    awards_of,
    eligible,
    judged_by,
    jurors_waiting,
    names_in_schemes,
    own_results,
    standings,
    winners,
)
from appraisal.services.awards import (
    award_decide,
    award_judge,
    award_judged,
    award_open,
    nominee_drop,
    nominees_add,
    nominees_judge,
    people_nominate,
)
from quizzes.organizing.print_forms import PrintFormat
from quizzes.views.printing import document_response


@require_safe
def awards(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the office's awards, and what waits for one's judgement."""
    office = request.user.office
    context = {
        "awards": awards_of(office),
        "waiting": jurors_waiting(request.user),
        "named": names_in_schemes(office, timezone.localdate()),
        "is_organizer": _is_organizer(request),
    }
    return render(request, "appraisal/award_list.html", context)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def award_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Open a round."""
    office, today = request.user.office, timezone.localdate()
    form = AwardForm(request.POST or None, names=names_in_schemes(office, today), today=today)
    if form.is_valid():
        data = form.cleaned_data
        try:
            opened = award_open(
                office=office,
                name=data["name"],
                year=data["year"],
                sort=AwardSort(data["sort"]),
                quota=data["quota"],
                takes_own=data["takes_own"],
                by=request.user,
                now=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(opened)
    return render(request, "appraisal/award_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def award(request: AuthenticatedHttpRequest, award: UUID) -> HttpResponse:
    """Show a round: to the organizer all of it, to everybody the winners and what concerns oneself."""
    shown = _award(request, award)
    is_organizer = _is_organizer(request)
    offered = _offered(request, shown)
    context = {
        "award": shown,
        "is_organizer": is_organizer,
        "winners": winners(shown) if shown.announced_at else (),
        "own": own_results(shown, request.user),
        "form": _nomination_form(request, shown, offered) if shown.is_nominating else None,
        "nothing_offered": not offered,
    }
    if is_organizer:
        context |= {
            "nominees": shown.nominees.select_related("person"),
            "jury_form": JuryForm(award=shown) if shown.is_nominating and not shown.is_by_points else None,
            "asked": shown.jurors.count(),
            "given": shown.jurors.exclude(judged_at=None).count(),
        }
    return render(request, "appraisal/award.html", context)


@require_POST
def nominate(request: AuthenticatedHttpRequest, award: UUID) -> HttpResponse:
    """Nominate: an organizer anybody, others themselves where the round allows it."""
    shown = _award(request, award)
    form = _nomination_form(request, shown, _offered(request, shown))
    if form is None:
        messages.error(request, _("这个奖由考务提名。"))
        return redirect(shown)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(shown)
    try:
        if isinstance(form, NominationForm):
            count = nominees_add(award=shown, chosen=form.chosen, by=request.user, now=timezone.now())
        else:
            count = people_nominate(
                award=shown, people=form.cleaned_data["people"], by=request.user, now=timezone.now()
            )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已提名 %(count)d 个。") % {"count": count})
    return redirect(shown)


@office_role_required(Role.ORGANIZER)
@require_POST
def nominee_remove(request: AuthenticatedHttpRequest, nominee: UUID) -> HttpResponse:
    """Take a nomination back."""
    found = Nominee.objects.select_related("award")
    shown = get_object_or_404(found, uuid=nominee, award__office=request.user.office)
    try:
        nominee_drop(nominee=shown)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(shown.award)


@office_role_required(Role.ORGANIZER)
@require_POST
def jury(request: AuthenticatedHttpRequest, award: UUID) -> HttpResponse:
    """End nominations and ask the jurors."""
    shown = _award(request, award)
    form = JuryForm(request.POST, award=shown)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(shown)
    try:
        award_judge(
            award=shown, jurors=form.cleaned_data["jurors"], criteria=form.cleaned_data["criteria"], now=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("评审已经开始，评委在“评奖”里看到。"))
    return redirect(shown)


@office_role_required(Role.ORGANIZER)
@require_POST
def judged(request: AuthenticatedHttpRequest, award: UUID) -> HttpResponse:
    """End the judging."""
    shown = _award(request, award)
    try:
        award_judged(award=shown, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(shown)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: AuthenticatedHttpRequest, award: UUID) -> HttpResponse:
    """Decide on the nominees and announce who won."""
    shown = _award(request, award)
    if not shown.awaits_decision:
        messages.error(request, _("现在不能决定：评审没有结束，或者已经公布。"))
        return redirect(shown)
    form = AwardDecisionForm(request.POST or None, standings=standings(shown))
    if form.is_valid():
        try:
            award_decide(award=shown, verdicts=form.verdicts, by=request.user, now=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已公布，全机关看得到获奖名单。"))
            return redirect(shown)
    context = {"award": shown, "form": form}
    return render(request, "appraisal/award_decide.html", context, status=422 if form.is_bound else 200)


@require_safe
def award_file(request: AuthenticatedHttpRequest, award: UUID) -> HttpResponse:
    """Hand out the list of winners."""
    shown = _award(request, award)
    if shown.announced_at is None:
        messages.error(request, _("还没有公布。"))
        return redirect(shown)
    try:
        return document_response(announcement(shown), PrintFormat.PDF)
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
def juror(request: AuthenticatedHttpRequest, juror: UUID) -> HttpResponse:
    """Take a juror's points for all nominees; once given they are not shown again."""
    found = Juror.objects.select_related("award__office", "user")
    shown = get_object_or_404(found, uuid=juror, user=request.user)
    if shown.judged_at is not None or not shown.award.is_judging:
        messages.error(request, _("这次评审不等你打分：它已经结束，或者你已经评过。"))
        return redirect("appraisal:awards")
    form = JudgingForm(request.POST or None, award=shown.award, nominees=judged_by(shown))
    if form.is_valid():
        try:
            nominees_judge(juror=shown, scores=form.scores, now=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已收下你的打分。谁打了多少，谁也看不到。"))
            return redirect("appraisal:awards")
    context = {"juror": shown, "award": shown.award, "form": form}
    return render(request, "appraisal/juror.html", context, status=422 if form.is_bound else 200)


def _award(request: AuthenticatedHttpRequest, award: UUID) -> Award:
    return get_object_or_404(Award.objects.select_related("office"), uuid=award, office=request.user.office)


def _is_organizer(request: AuthenticatedHttpRequest) -> bool:
    return has_office_role(request.user, Role.ORGANIZER)


def _offered(request: AuthenticatedHttpRequest, award: Award) -> list[Eligible]:
    """Return what somebody may nominate: an organizer anything, others what is their own."""
    found = eligible(award) if award.is_nominating else []
    return found if _is_organizer(request) else [each for each in found if each.person == request.user]


def _nomination_form(
    request: AuthenticatedHttpRequest, award: Award, offered: list[Eligible]
) -> NominationForm | PeopleForm | None:
    data = request.POST or None
    if not (_is_organizer(request) or (award.takes_own and not award.is_by_points)):
        return None
    return PeopleForm(data, award=award) if award.is_by_points else NominationForm(data, offered=offered)
