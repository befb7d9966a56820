"""Pages of pieces: the author's, the reviewers', and who sits on the bench."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required, refuse_unless
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from learning.enums import RecordKind, RecordState
from learning.forms import DelegationForm, PieceDecisionForm, SeatForm, TermsForm
from learning.forms.events import ReasonForm
from learning.forms.publications import PublicationForm
from learning.models import PieceVersion, Record, RecordReview, ReviewDelegation, ReviewSeat
from learning.selectors import (
    REVIEWING_ROLES,
    acts_in_reviews,
    bench_of,
    delegations_shown,
    own_records,
    piece_review_of,
    pieces_waiting,
    problems,
    readable_records,
    stuck_pieces,
)
from learning.services import (
    EDITABLE,
    BenchError,
    RecordClosedError,
    RecordIncompleteError,
    ReviewRefusedError,
    delegation_call_back,
    delegation_make,
    piece_decide,
    problem_withdraw,
    seat_end,
    seat_give,
    term_set,
)
from question_bank.provisions.alignment import TrackedPiece, tracked_text

_PAGE = 30
_REFUSALS = (RecordClosedError, RecordIncompleteError, ReviewRefusedError)


@require_safe
def pieces(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show a person's own pieces."""
    own = own_records(request.user).filter(kind=RecordKind.PIECE)
    page = Paginator(own, _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "acts": acts_in_reviews(request.user), "is_organizer": _is_organizer(request)}
    return render(request, "learning/piece_list.html", context)


@require_safe
def waiting(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the pieces that wait for this person's word, the overdue first."""
    refuse_unless(acts_in_reviews(request.user), *REVIEWING_ROLES)
    found = pieces_waiting(request.user, timezone.now())
    context = {
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "overdue": sum(each.is_overdue for each in found),
    }
    return render(request, "learning/piece_waiting.html", context)


@require_safe
def piece(request: AuthenticatedHttpRequest, piece: UUID) -> HttpResponse:
    """Show one piece, how its review stands, and what changed since it was last sent back."""
    return _piece_page(request, get_piece(request, piece))


def _piece_page(
    request: AuthenticatedHttpRequest, shown: Record, decision_form: PieceDecisionForm | None = None
) -> HttpResponse:
    """Show a piece, with a decision that was refused as it was typed."""
    is_own = shown.subject_id == request.user.pk
    is_organizer = _is_organizer(request)
    named = problems(shown.office, timezone.localdate())
    made = list(shown.reviews.select_related("by", "seat_of", "problem_withdrawal__by"))
    versions = list(shown.piece_versions.order_by("-number"))
    review = piece_review_of(shown, request.user, timezone.now())
    if decision_form is None and review is not None and review.may_decide:
        decision_form = PieceDecisionForm(named, initial={"round": review.number, "stage": review.round.stage})
    context = {
        "record": shown,
        "piece": shown.piece,
        "is_own": is_own,
        "may_take_back": [] if is_own else [each.pk for each in made if each.by_id == request.user.pk or is_organizer],
        "is_editable": is_own and shown.state in EDITABLE,
        "review": review,
        "decision_form": decision_form,
        "reviews": [(each, named.get(each.problem, each.problem)) for each in made],
        # Of what the author writes on, a reader sees what was last handed in.
        "body": shown.piece.body if is_own or not versions else versions[0].body,
        "versions": versions,
        "difference": _difference(request, versions),
        "publications": shown.publications.defer("image"),
        "publication_form": PublicationForm() if _may_publish(request, shown) else None,
    }
    status = 422 if decision_form is not None and decision_form.is_bound else 200
    return render(request, "learning/piece_detail.html", context, status=status)


def _may_publish(request: AuthenticatedHttpRequest, shown: Record) -> bool:
    is_approved = shown.state == RecordState.APPROVED
    return is_approved and (shown.subject_id == request.user.pk or _is_organizer(request))


def _difference(request: AuthenticatedHttpRequest, versions: list[PieceVersion]) -> list[TrackedPiece] | None:
    """Return the words that differ between the newest text and the one before, or the one that is asked for."""
    asked = request.GET.get("since")
    found = next((each for each in versions[1:] if asked is None or str(each.number) == asked), None)
    return tracked_text(found.body, versions[0].body) if found else None


@require_POST
def decide(request: AuthenticatedHttpRequest, piece: UUID) -> HttpResponse:
    """Decide on one piece, then go on to the next that waits."""
    refuse_unless(acts_in_reviews(request.user), *REVIEWING_ROLES)
    shown = get_piece(request, piece)
    form = PieceDecisionForm(problems(shown.office, timezone.localdate()), request.POST)
    try:
        if not form.carry_out(piece_decide, record=shown, by=request.user, now=timezone.now()):
            return _piece_page(request, shown, form)
    except (RecordClosedError, ReviewRefusedError) as error:
        messages.error(request, str(error))
        return redirect("learning:piece", piece=shown.uuid)
    told = {"verdict": form.verdict_given.label, "title": shown.title}
    messages.success(request, _("已%(verdict)s：%(title)s") % told)
    following = pieces_waiting(request.user, timezone.now())
    return (
        redirect("learning:piece", piece=following[0].record.uuid) if following else redirect("learning:pieces_waiting")
    )


@require_POST
def problem_back(request: AuthenticatedHttpRequest, problem: int) -> HttpResponse:
    """Take back a problem that one named by mistake; an organizer any of the office."""
    named = RecordReview.objects.exclude(problem="").filter(record__office=request.user.office_id)
    if not _is_organizer(request):
        named = named.filter(by=request.user)
    review = get_object_or_404(named.select_related("record"), pk=problem)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("原因不超过 200 字。"))
        return redirect("learning:piece", piece=review.record.uuid)
    try:
        problem_withdraw(review=review, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    except _REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已撤销这个问题，扣过的分冲回；审核意见留着。"))
    return redirect("learning:piece", piece=review.record.uuid)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def bench(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show who holds which role of the reviews, what is stuck for want of one, and give somebody a seat."""
    office, today = request.user.office, timezone.localdate()
    roles = bench_of(office, today)
    form = SeatForm(office, roles, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            seat_give(office=office, role=data["role"], user=data["user"], unit=data["unit"], on=data["on"])
        except BenchError as error:
            form.add_error("user", str(error))
        else:
            messages.success(request, _("已安排 %(name)s。") % {"name": data["user"].name})
            return redirect("learning:bench")
    context = {
        "roles": roles,
        "form": form,
        "terms": TermsForm(roles),
        "stuck": stuck_pieces(office, today),
        "delegations": delegations_shown(office, today),
    }
    return render(request, "learning/bench.html", context, status=422 if form.is_bound else 200)


@office_role_required(Role.ORGANIZER)
@require_POST
def terms(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Set within how many workdays each role should decide."""
    office = request.user.office
    roles = bench_of(office, timezone.localdate())
    form = TermsForm(roles, request.POST)
    if not form.is_valid():
        messages.error(request, _("期限填 1 到 60 个工作日，不填就是不限。"))
        return redirect("learning:bench")
    for each in roles:
        term_set(office=office, role=each.role, days=form.cleaned_data[each.role])
    messages.success(request, _("期限已保存，从以后提交的稿件算起。"))
    return redirect("learning:bench")


@office_role_required(Role.ORGANIZER)
@require_POST
def seat_take(request: AuthenticatedHttpRequest, seat: UUID) -> HttpResponse:
    """Take a seat away from today on."""
    ended = get_object_or_404(ReviewSeat.objects.select_related("user"), uuid=seat, office=request.user.office)
    seat_end(seat=ended, now=timezone.now())
    messages.success(request, _("%(name)s不再担任，以前的审核意见都在。") % {"name": ended.user.name})
    return redirect("learning:bench")


@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Let somebody else decide in one's seats while one is away; an organizer also in another's."""
    refuse_unless(acts_in_reviews(request.user) or _is_organizer(request), *REVIEWING_ROLES, Role.ORGANIZER)
    form = DelegationForm(request.user, request.POST or None, for_others=_is_organizer(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            delegation_make(
                holder=form.holder,
                deputy=data["deputy"],
                first_day=data["first_day"],
                last_day=data["last_day"],
                reason=data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except BenchError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记，由%(name)s代审。") % {"name": data["deputy"].name})
            return redirect("learning:delegations")
    holder = None if _is_organizer(request) else request.user
    context = {"form": form, "delegations": delegations_shown(request.user.office, timezone.localdate(), holder)}
    return render(request, "learning/delegations.html", context, status=422 if form.is_bound else 200)


@require_POST
def call_back(request: AuthenticatedHttpRequest, delegation: UUID) -> HttpResponse:
    """End a delegation at once: one's own, or as an organizer any of the office."""
    rows = ReviewDelegation.objects.filter(office=request.user.office)
    if not _is_organizer(request):
        rows = rows.filter(holder=request.user)
    delegation_call_back(delegation=get_object_or_404(rows, uuid=delegation), now=timezone.now())
    messages.success(request, _("已撤回，从现在起不再代审。"))
    return redirect("learning:delegations")


def _is_organizer(request: AuthenticatedHttpRequest) -> bool:
    return has_office_role(request.user, Role.ORGANIZER)


def get_piece(request: AuthenticatedHttpRequest, uuid: UUID) -> Record:
    """Return a piece that this person may read; others are not found."""
    readable = readable_records(request.user).filter(kind=RecordKind.PIECE)
    return get_object_or_404(readable.select_related("piece", "subject", "unit", "office"), uuid=uuid)
