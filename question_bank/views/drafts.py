"""Drafts from policy text: making them, going through them beside their source, one after another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.drafting import Rule, prompt_for
from question_bank.enums import DraftState, VersionState
from question_bank.forms import (
    DraftAcceptForm,
    DraftEditForm,
    DraftFilterForm,
    DraftMakeForm,
    DraftModelForm,
    DraftRejectForm,
    words_reworked,
    words_sent,
)
from question_bank.forms.authoring import Words
from question_bank.models import DocumentVersion, DraftedQuestion
from question_bank.selectors import (
    DraftFilter,
    draft_place,
    draft_shown,
    drafted_documents,
    drafts_found,
    policy_text,
    rule_figures,
    state_counts,
    version_headings,
)
from question_bank.services import (
    DuplicateQuestionError,
    bank_ensure,
    draft_accept,
    draft_reject,
    draft_restore,
    drafts_ask_model,
    drafts_make,
)
from question_bank.services.model_endpoint import model_is_there
from question_bank.views.access import (
    get_draft_for_user,
    get_provision_for_user,
    get_version_for_user,
    trainers_only,
)
from question_bank.views.showing import show_content, show_figures, show_marked


@require_safe
@trainers_only
def drafting(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the texts that drafts are made from, and what became of each rule's drafts."""
    context = {
        "versions": drafted_documents(request.user.office),
        "may_write": True,
        "figures": show_figures(rule_figures(request.user.office)),
    }
    return render(request, "question_bank/drafting.html", context)


@require_safe
@trainers_only
def drafts(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Show one draft beside the provision it came from."""
    return _desk(request, get_version_for_user(request, version))


@require_POST
@trainers_only
def drafts_making(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Make drafts of a text or of one chapter."""
    shown = get_version_for_user(request, version)
    form = DraftMakeForm(request.POST, chapters=version_headings(shown))
    if not form.is_valid():
        messages.error(request, _("没有这一章，请重新选择。"))
        return redirect("question_bank:drafts", version=shown.uuid)
    chapter = form.cleaned_data["chapter"]
    try:
        made = drafts_make(
            office=request.user.office, version=shown, by=request.user, now=timezone.now(), place=chapter
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(shown)
    _tell_made(request, made)
    return _to_desk(shown, {"chapter": chapter} if chapter else {})


@require_POST
@trainers_only
def provision_drafting(request: AuthenticatedHttpRequest, provision: UUID) -> HttpResponse:
    """Make drafts of one provision and show the first."""
    shown = get_provision_for_user(request, provision)
    try:
        made = drafts_make(
            office=request.user.office, version=shown.version, by=request.user, now=timezone.now(), place=shown.path
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(shown)
    _tell_made(request, made)
    return _to_desk(shown.version, {"draft": str(made[0].uuid)}) if made else redirect(shown)


def _tell_made(request: AuthenticatedHttpRequest, made: list[DraftedQuestion]) -> None:
    if made:
        messages.success(request, _("新起草 %(count)d 题，请逐题决定是否采用。") % {"count": len(made)})
    else:
        messages.info(request, _("没有新的草稿：能出的题已经起草过，或者题库里已经有了。"))


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def drafts_model(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Show all that a language model would be sent about one provision, and send it when asked to."""
    shown = get_version_for_user(request, version)
    policy = policy_text(shown)
    passages = {passage.path: passage for passage in policy.passages}
    sent = request.POST if request.method == "POST" else None
    form = DraftModelForm(
        request.GET if sent is None else sent, passages=[(path, one.label) for path, one in passages.items()]
    )
    if sent is not None and form.is_valid() and (answered := _ask_model(request, shown, form)):
        return answered
    passage = passages.get(form.data.get("p", "")) or next(iter(passages.values()), None)
    context = {
        "version": shown,
        "form": form,
        "is_there": model_is_there(),
        "passage": passage,
        "prompt": prompt_for(policy, passage) if passage else None,
        "model": settings.DRAFTING_MODEL_NAME,
        "address": settings.DRAFTING_MODEL_URL,
    }
    return render(request, "question_bank/draft_model.html", context, status=422 if sent is not None else 200)


def _ask_model(
    request: AuthenticatedHttpRequest, version: DocumentVersion, form: DraftModelForm
) -> HttpResponse | None:
    try:
        outcome = drafts_ask_model(
            office=request.user.office,
            version=version,
            path=form.cleaned_data["p"],
            by=request.user,
            now=timezone.now(),
        )
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    for words in outcome.left_out:
        messages.warning(request, _("没有采纳%(words)s") % {"words": words})
    if not outcome.kept:
        messages.info(request, _("语言模型没有出合格的题。"))
        return redirect(_address(version, {}))
    messages.success(
        request, _("语言模型出了 %(count)d 题，通过了检查，请决定是否采用。") % {"count": len(outcome.kept)}
    )
    return _to_desk(version, {"rule": Rule.MODEL.value, "draft": str(outcome.kept[0].uuid)})


@require_POST
@trainers_only
def draft_acceptance(request: AuthenticatedHttpRequest, draft: UUID) -> HttpResponse:
    """Take a draft into a bank as it stands, then on to the next."""
    shown = get_draft_for_user(request, draft)
    if shown.state == DraftState.ACCEPTED:
        # Sent twice: it is done.
        return _to_next(request, shown)
    form = DraftAcceptForm(request.user.office, request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择题库。"))
        return _to_draft(request, shown)
    try:
        _accept(request, shown, form)
    except RefusedError as refusal:
        _tell_refusal(request, refusal)
        return _to_draft(request, shown)
    return _to_next(request, shown, _chosen(form))


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def draft_revision(request: AuthenticatedHttpRequest, draft: UUID) -> HttpResponse:
    """Edit a draft and take it into a bank."""
    shown = get_draft_for_user(request, draft)
    sent = request.POST if request.method == "POST" and "act" not in request.POST else None
    form = DraftEditForm(shown, _draft_words(request), sent)
    target = DraftAcceptForm(request.user.office, sent, initial=request.GET.dict() | request.POST.dict())
    if form.is_valid() and target.is_valid():
        try:
            _accept(request, shown, target, form)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_next(request, shown, _chosen(target))
    context = {
        "draft": shown,
        "version": shown.provision.version,
        "form": form,
        "target": target,
        "marked": show_marked(shown.provision.full_text, shown.start, shown.end),
        "back": _address(shown.provision.version, _kept(request) | {"draft": str(shown.uuid)}),
    }
    return render(request, "question_bank/draft_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@trainers_only
def draft_rejection(request: AuthenticatedHttpRequest, draft: UUID) -> HttpResponse:
    """Put a draft aside with the reason, then on to the next."""
    shown = get_draft_for_user(request, draft)
    if shown.state == DraftState.REJECTED:
        # Sent twice: it is done.
        return _to_next(request, shown)
    form = DraftRejectForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选一个不用的原因。"))
        return _to_draft(request, shown)
    try:
        draft_reject(draft=shown, by=request.user, now=timezone.now(), reason=form.words)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return _to_draft(request, shown)
    return _to_next(request, shown)


@require_POST
@trainers_only
def draft_restoration(request: AuthenticatedHttpRequest, draft: UUID) -> HttpResponse:
    """Take a rejected draft up again and stay with it."""
    shown = get_draft_for_user(request, draft)
    try:
        draft_restore(draft=shown)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return _to_draft(request, shown)
    messages.success(request, _("已恢复为待处理。"))
    return _to_desk(shown.provision.version, {"draft": str(shown.uuid)})


def _desk(request: AuthenticatedHttpRequest, version: DocumentVersion) -> HttpResponse:
    office, headings = request.user.office, version_headings(version)
    types = drafts_found(office, version, DraftFilter()).order_by().values_list("type", flat=True).distinct()
    filters = DraftFilterForm(request.GET, chapters=headings, types=types)
    found = drafts_found(office, version, filters.wanted)
    shown = draft_shown(found, filters.asked)
    counts = state_counts(office, version)
    context: dict[str, Any] = {
        "version": version,
        "filters": filters,
        "counts": counts,
        "total": sum(counts.values()),
        "waiting": counts[DraftState.PENDING],
        "accepted": counts[DraftState.ACCEPTED],
        "figures": show_figures(rule_figures(office, version)),
        "may_make": version.state == VersionState.CONFIRMED,
        "make_form": DraftMakeForm(None, chapters=headings),
        "has_model": version.state == VersionState.CONFIRMED and model_is_there(),
        **(_draft_context(request, found, shown) if shown else {}),
    }
    return render(request, "question_bank/draft_desk.html", context)


def _draft_context(request: AuthenticatedHttpRequest, found: Any, draft: DraftedQuestion) -> dict[str, Any]:
    return {
        "draft": draft,
        "shown": show_content(draft.content),
        "marked": show_marked(draft.provision.full_text, draft.start, draft.end),
        "place": draft_place(found, draft),
        "is_pending": draft.state == DraftState.PENDING,
        "is_rejected": draft.state == DraftState.REJECTED,
        "accept_form": DraftAcceptForm(request.user.office, initial=request.GET.dict()),
        "reject_form": DraftRejectForm(),
    }


def _draft_words(request: AuthenticatedHttpRequest) -> Words | None:
    """Return what was typed, in the shape asked for; None where nothing has been."""
    if request.method != "POST":
        return None
    words = words_sent(request.POST)
    return words_reworked(words, request.POST["act"]) if "act" in request.POST else words


def _accept(
    request: AuthenticatedHttpRequest,
    draft: DraftedQuestion,
    target: DraftAcceptForm,
    edited: DraftEditForm | None = None,
) -> None:
    question = draft_accept(
        draft=draft,
        bank=target.chosen_bank or bank_ensure(office=request.user.office),
        by=request.user,
        now=timezone.now(),
        content=edited.content if edited else None,
        topics=target.topics,
    )
    words = {"address": question.get_absolute_url(), "bank": question.bank}
    messages.success(request, _("已采用，存为“%(bank)s”的草稿题，依据和引文已附上。") % words)


def _tell_refusal(request: AuthenticatedHttpRequest, refusal: RefusedError) -> None:
    text = str(refusal)
    if isinstance(refusal, DuplicateQuestionError):
        text += _("可以改一改再采用，或者标为“与别的题重复”。")
    messages.error(request, text)


def _chosen(form: DraftAcceptForm) -> dict[str, str]:
    """Return bank and topic, so that the next draft begins with them."""
    bank = form.chosen_bank
    chosen = {"bank": str(bank.uuid) if bank else "", "topic": "".join(form.topics)}
    return {name: value for name, value in chosen.items() if value}


def _kept(request: AuthenticatedHttpRequest) -> dict[str, str]:
    return DraftFilterForm(request.GET).kept


def _to_draft(request: AuthenticatedHttpRequest, draft: DraftedQuestion) -> HttpResponseRedirect:
    return _to_desk(draft.provision.version, _kept(request) | {"draft": str(draft.uuid)})


def _to_next(
    request: AuthenticatedHttpRequest, draft: DraftedQuestion, chosen: dict[str, str] | None = None
) -> HttpResponseRedirect:
    """Go to the next of those shown; when none is left, the desk says so."""
    version = draft.provision.version
    headings = version_headings(version)
    filters = DraftFilterForm(request.GET, chapters=headings, types=[draft.type])
    place = draft_place(drafts_found(request.user.office, version, filters.wanted), draft)
    following = {"draft": str(place.next)} if place.next else {}
    return _to_desk(version, filters.kept | (chosen or {}) | following)


def _to_desk(version: DocumentVersion, query: dict[str, str]) -> HttpResponseRedirect:
    return redirect(_address(version, query))


def _address(version: DocumentVersion, query: dict[str, str]) -> str:
    return reverse("question_bank:drafts", kwargs={"version": version.uuid}, query=query)
