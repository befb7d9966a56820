"""Pages of learning records: the writer's and the reviewer's."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.selectors import has_role
from learning.enums import RecordKind, RecordState
from learning.forms import ConfirmationForm, DecisionForm, EntryForm, ReviewForm
from learning.forms.reading import Asked
from learning.kinds import KIND_PAGES, KindPages, pages_key, shown_with
from learning.models import Record
from learning.places import note_hints
from learning.quoting import with_quotation
from learning.selectors import (
    REVIEWING_ROLES,
    deciders_on,
    may_confirm,
    may_open,
    may_review,
    own_records,
    readable_records,
    records_to_confirm,
    records_to_review,
)
from learning.selectors.books import recommended_to
from learning.selectors.panels import panels_to_rate
from learning.selectors.reading import beside, materials_beside, passage, quotable, quoted_in, texts_in_force
from learning.services import (
    EDITABLE,
    RecordClosedError,
    RecordIncompleteError,
    RecordStaleError,
    draft_save,
    note_withdraw,
    record_review,
    record_update,
)
from learning.services.notebooks import handwritten

_PAGE = 30


@require_safe
def records(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show a person's own records."""
    page = Paginator(own_records(request.user), _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kinds": KIND_PAGES, "to_confirm": records_to_confirm(request.user).count()}
    context["to_rate"] = panels_to_rate(request.user).count()
    return render(request, "learning/record_list.html", context)


@require_safe
def record(request: AuthenticatedHttpRequest, record: UUID) -> HttpResponse:
    """Show one record to its subject, its reviewers and the organizer."""
    shown = get_object_or_404(readable_records(request.user), uuid=record)
    if shown.kind in KIND_PAGES and (own_page := _pages_of(shown.kind).own_page):
        return redirect(reverse(own_page, kwargs={shown.kind: shown.uuid}))
    return record_page(request, shown)


def record_page(
    request: AuthenticatedHttpRequest, shown: Record, decision_form: DecisionForm | None = None
) -> HttpResponse:
    """Show a record, with a decision that was refused as it was typed."""
    reviews, confirms = may_review(request.user, shown), may_confirm(request.user, shown)
    if decision_form is None and (reviews or confirms):
        decision_form = ReviewForm(shown) if reviews else ConfirmationForm()
    is_own = shown.subject_id == request.user.pk
    context = {
        "record": shown,
        "shown_by": f"learning/kinds/{shown.kind}.html",
        # Who confirmed a confidential talk, and what they wrote, says with whom it was.
        "reviews": shown.reviews.select_related("by")
        if may_open(request.user, shown) or not shown.is_confidential
        else (),
        "is_own": is_own,
        "is_editable": is_own and bool(pages_key(shown)) and shown.state in EDITABLE,
        "may_review": reviews,
        "may_confirm": confirms,
        "decision_form": decision_form,
        "deciders": deciders_on(shown) if shown.state == RecordState.SUBMITTED and not shown.counterpart_id else (),
    } | shown_with(request.user, shown)
    status = 422 if decision_form is not None and decision_form.is_bound else 200
    return render(request, "learning/record_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request: AuthenticatedHttpRequest, kind: str) -> HttpResponse:
    """Begin a record of a kind."""
    pages = _pages_of(kind)
    if request.method != "POST":
        return _form_page(request, kind, pages.form(initial=_begun(request, kind), by=request.user))
    form = pages.form(_sent(request, _chosen(request) or uuid4()), by=request.user)
    if not form.is_valid():
        return _form_page(request, kind, form)
    try:
        record = _save(request, form)
    except RecordStaleError:
        return _stale_page(request, kind, form, own_records(request.user).get(uuid=form.cleaned_data["draft"]))
    except (RecordClosedError, RecordIncompleteError) as error:
        form.add_error(None, str(error))
        return _form_page(request, kind, form)
    return _after_save(request, form, record)


def _chosen(request: AuthenticatedHttpRequest) -> UUID | None:
    """Return the number that the page chose for a new record."""
    try:
        return UUID(request.POST.get("draft", ""))
    except ValueError:
        return None


def _sent(request: AuthenticatedHttpRequest, draft: UUID) -> QueryDict:
    """Return what was sent, for the record of this number, with the provision that a button asks to quote."""
    sent = request.POST.copy()
    sent["draft"] = str(draft)
    chosen = Asked.of(request.POST).quote
    for provision in quotable(request.user.office, timezone.localdate(), [chosen] if chosen else [], None):
        sent["body"] = with_quotation(sent.get("body", ""), passage(provision).quotation)
        sent["quoted"] = f"{sent.get('quoted', '')} {provision.uuid}".strip()
    return sent


def _save(request: AuthenticatedHttpRequest, form: EntryForm) -> Record:
    """Save a valid form under the number and on the revision that its page names."""
    data = form.cleaned_data
    return draft_save(
        subject=request.user,
        uuid=data["draft"],
        entry=form.entry(timezone.now()),
        revision=data["revision"] or 0,
    )


@require_POST
def draft(request: AuthenticatedHttpRequest, record: UUID) -> JsonResponse:
    """Save a text that its page sends while it is being written; the answer says when, and what to go on from.

    Statuses: 200 saved, 409 closed or `stale` with what stands there now, 422 with a sentence.
    """
    standing = Record.objects.filter(uuid=record).first()
    if standing is not None and standing.subject_id != request.user.pk:
        raise Http404
    kind = pages_key(standing) if standing else request.POST.get("kind", "")
    pages = _pages_of(kind)
    if not pages.form.counted:
        raise Http404
    form = pages.form(_sent(request, record), by=request.user)
    if not form.is_valid():
        return JsonResponse({"detail": _faults(form)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        saved = _save(request, form)
    except RecordStaleError as error:
        standing = own_records(request.user).get(uuid=record)
        told = {"code": "stale", "detail": str(error), "fields": pages.form.saved(standing)}
        return JsonResponse(told | {"revision": standing.revision}, status=HTTPStatus.CONFLICT)
    except RecordClosedError as error:
        return JsonResponse({"code": "closed", "detail": str(error)}, status=HTTPStatus.CONFLICT)
    except RecordIncompleteError as error:
        return JsonResponse({"detail": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse(
        {
            "saved_at": timezone.localtime().strftime("%H:%M:%S"),
            "characters": saved.characters,
            "revision": saved.revision,
            "address": reverse("learning:record_edit", kwargs={"record": saved.uuid}),
        }
    )


def _faults(form: EntryForm) -> str:
    """Return what is wrong with a form as one line, each fault with its field."""
    named = {name: form.fields[name].label if name in form.fields else "" for name in form.errors}
    return "；".join(
        f"{named[name] or ''} {' '.join(map(str, faults))}".strip() for name, faults in form.errors.items()
    )


def _begun(request: AuthenticatedHttpRequest, kind: str) -> dict[str, object]:
    """Return what a new form is filled with: the day, and what a link says it is about."""
    about = request.GET.get("about")
    begun: dict[str, object] = {"occurred_on": timezone.localdate(), "about": about, "draft": uuid4(), "revision": 0}
    if kind == RecordKind.NOTE and (asked := request.GET.get("book")):
        begun |= _recommended(request.user, asked)
    return begun


def _recommended(user: User, asked: str) -> dict[str, object]:
    """Return what a note about a book recommended to somebody is filled with."""
    try:
        book = get_object_or_404(recommended_to(user), uuid=UUID(asked))
    except ValueError as error:
        raise Http404 from error
    return {"book": book.title, "author": book.author, "recommendation": book.uuid}


def _pages_of(kind: str) -> KindPages:
    if kind not in KIND_PAGES:
        raise Http404
    return KIND_PAGES[kind]


@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(request: AuthenticatedHttpRequest, record: UUID) -> HttpResponse:
    """Go on with a draft or a returned record."""
    own = get_object_or_404(own_records(request.user), uuid=record)
    kind = pages_key(own)
    pages = _pages_of(kind)
    if own.state not in EDITABLE:
        messages.error(request, _("这份记录已经提交，不能再改。"))
        return redirect(own)
    if request.method != "POST":
        return _form_page(request, kind, pages.form.of(own), own)
    form = pages.form(_sent(request, own.uuid), by=request.user)
    if not form.is_valid():
        return _form_page(request, kind, form, own)
    try:
        own = record_update(record=own, entry=form.entry(timezone.now()), revision=form.cleaned_data["revision"])
    except RecordStaleError:
        return _stale_page(request, kind, form, own)
    except RecordClosedError as error:
        messages.error(request, str(error))
        return redirect(own)
    return _after_save(request, form, own)


def _stale_page(request: AuthenticatedHttpRequest, kind: str, form: EntryForm, own: Record) -> HttpResponse:
    """Give both texts back: what was sent, to go on with, and beside it what had been saved elsewhere since."""
    sent = _sent(request, own.uuid)
    sent["revision"] = str(own.revision)
    form.data = sent
    return _form_page(request, kind, form, own, other=KIND_PAGES[kind].form.of(own))


def _form_page(
    request: AuthenticatedHttpRequest,
    kind: str,
    form: EntryForm,
    own: Record | None = None,
    other: EntryForm | None = None,
) -> HttpResponse:
    today, asked = timezone.localdate(), Asked.of(request.POST if form.is_bound else request.GET)
    reads = kind == RecordKind.NOTE
    by_hand = handwritten(own) if own is not None and reads else 0
    context = {
        "other": other,
        "texts": texts_in_force(request.user.office, today) if reads else (),
        "materials": materials_beside(request.user.office) if reads else (),
        "asked": asked,
        "beside": beside(request.user.office, today, asked.text, asked.word) if reads and asked.text else None,
        "quoted": quoted_in(own) if own is not None and reads else 0,
        "form": form,
        "kind": kind,
        "pages": _pages_of(kind),
        "record": own,
        "by_hand": by_hand,
        "typed": own.characters - by_hand if own else 0,
        "reviews": own.reviews.select_related("by") if own else (),
        "hints": note_hints.buttons(request, request.user) if kind == RecordKind.NOTE else (),
    }
    return render(request, "learning/record_form.html", context, status=422 if form.is_bound else 200)


def _after_save(request: AuthenticatedHttpRequest, form: EntryForm, own: Record) -> HttpResponse:
    """Go where the pressed button says: on to the reviewer, or back to the page."""
    if not form.is_submitted:
        if "show" not in request.POST:
            messages.success(request, _("已保存，共 %(count)d 字。") % {"count": own.characters})
        address = reverse("learning:record_edit", kwargs={"record": own.uuid})
        return redirect(address + Asked.of(request.POST).address)
    try:
        _pages_of(own.kind).submit(record=own, now=timezone.now())
    except (RecordClosedError, RecordIncompleteError) as error:
        messages.error(request, str(error))
        return redirect("learning:record_edit", record=own.uuid)
    waits = _("已提交，等待对方确认。") if own.counterpart_id else _("已提交，等待审核。")
    messages.success(request, waits)
    return redirect(own)


@require_POST
def note_back(request: AuthenticatedHttpRequest, record: UUID) -> HttpResponse:
    """Take one's own note back from the reviewer."""
    note = get_object_or_404(own_records(request.user), uuid=record, kind=RecordKind.NOTE)
    try:
        note_withdraw(note=note, by=request.user, now=timezone.now())
    except RecordClosedError as error:
        messages.error(request, str(error))
        return redirect(note)
    messages.success(request, _("已撤回，改好再提交。"))
    return redirect("learning:record_edit", record=note.uuid)


@role_required(*REVIEWING_ROLES)
@require_safe
def reviews(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what waits for this reviewer."""
    page = Paginator(records_to_review(request.user), _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "is_director": has_role(request.user, Role.DIRECTOR)}
    return render(request, "learning/review_list.html", context)


@role_required(*REVIEWING_ROLES)
@require_POST
def review(request: AuthenticatedHttpRequest, record: UUID) -> HttpResponse:
    """Decide on one record, then go on to the next that waits."""
    waiting = get_object_or_404(readable_records(request.user), uuid=record)
    if not may_review(request.user, waiting):
        messages.error(
            request, _("这份记录不等你审核：它可能已经处理过，是你自己写的，或者内容保密、由分管的部长审核。")
        )
        return redirect(waiting)
    form = ReviewForm(waiting, request.POST)
    try:
        if not form.carry_out(record_review, record=waiting, by=request.user, now=timezone.now()):
            return record_page(request, waiting, form)
    except RecordClosedError as error:
        messages.error(request, str(error))
        return redirect(waiting)
    told = {"verdict": form.verdict_given.label, "title": waiting.title}
    messages.success(request, _("已%(verdict)s：%(title)s") % told)
    following = records_to_review(request.user).first()
    return redirect(following) if following else redirect("learning:reviews")
