"""Policy documents: uploading, checking what was read, confirming, reading."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import VersionState
from question_bank.forms import DocumentUploadForm, FactsForm, ProvisionForm
from question_bank.models import Amendment, DocumentVersion, PolicyDocument
from question_bank.selectors import (
    documents_listed,
    provision_counts,
    provision_tree,
    provisions_read,
    source_window,
    version_in_force,
)
from question_bank.services import (
    document_import,
    provision_correct,
    version_confirm,
    version_discard,
)
from question_bank.views.access import (
    get_document_for_user,
    get_draft_provision_for_user,
    get_own_document_for_user,
    get_own_version_for_user,
    get_version_for_user,
    may_write,
    readers_only,
    trainers_only,
)
from question_bank.views.reading import show_reading

_PER_PAGE = 50


@require_safe
@readers_only
def documents(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the documents an office may read."""
    page = Paginator(documents_listed(request.user.office), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "question_bank/document_list.html", {"page": page, "may_write": may_write(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def document_upload(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Take a document in; a title that is there already gets a new version."""
    return _upload(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def version_upload(request: AuthenticatedHttpRequest, document: UUID) -> HttpResponse:
    """Take in a new version of a document, whatever title the file gives."""
    return _upload(request, get_own_document_for_user(request, document))


@require_safe
@readers_only
def document(request: AuthenticatedHttpRequest, document: UUID) -> HttpResponse:
    """Show a document's versions; `?p=art12/par2` leads to that provision in the text in force."""
    shown = get_document_for_user(request, document)
    is_own = shown.office_id == request.user.office_id
    listed: list[DocumentVersion] = shown.listed_versions  # type: ignore[attr-defined]  # by documents_listed
    confirmed = [version for version in listed if version.state == VersionState.CONFIRMED]
    in_force = version_in_force(confirmed, timezone.localdate())
    if in_force and (path := request.GET.get("p")):
        return redirect(f"{in_force.get_absolute_url()}#{path}")
    context = {
        "document": shown,
        "versions": listed,
        "in_force": in_force,
        "is_own": is_own,
        "may_write": is_own and may_write(request),
    }
    return render(request, "question_bank/document_detail.html", context)


@require_safe
@readers_only
def version(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Show a confirmed version to be read, a draft beside the lines it was read from."""
    shown = get_version_for_user(request, version)
    if shown.state == VersionState.CONFIRMED:
        return show_reading(request, shown)
    return _show_version(request, shown, FactsForm(shown))


@require_POST
@trainers_only
def version_confirmation(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Confirm that a version was read right, with the facts as filled in."""
    shown = get_own_version_for_user(request, version)
    form = FactsForm(shown, request.POST)
    if not form.is_valid():
        return _show_version(request, shown, form, status=422)
    try:
        confirmed = version_confirm(version=shown, by=request.user, now=timezone.now(), facts=form.facts)
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return _show_version(request, shown, form, status=422)
    if amendment := Amendment.objects.select_related("after").filter(after=confirmed).first():
        messages.success(request, _("%(version)s 已确认。下面是和上一版的对照。") % {"version": confirmed})
        return redirect(amendment)
    messages.success(request, _("%(version)s 已确认，试题可以引用了。") % {"version": confirmed})
    return redirect(confirmed)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def version_removal(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Throw a draft away, after saying what goes."""
    shown = get_own_version_for_user(request, version)
    if request.method != "POST":
        counts = provision_counts(shown)
        return render(request, "question_bank/version_discard.html", {"version": shown, "counts": counts})
    try:
        version_discard(version=shown)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(shown)
    messages.success(request, _("已删除草稿 %(name)s。") % {"name": shown.source_name})
    return redirect("question_bank:documents")


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def provision_correction(request: AuthenticatedHttpRequest, provision: UUID) -> HttpResponse:
    """Correct a provision while its version is a draft, the source beside it."""
    wrong = get_draft_provision_for_user(request, provision)
    form = ProvisionForm(wrong, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            corrected = provision_correct(
                provision=wrong,
                text=form.cleaned_data["text"].replace("\r\n", "\n"),
                number=form.cleaned_data["number"],
                kind=form.kind,
                by=request.user,
                now=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            path = corrected.provisions.values_list("path", flat=True).get(uuid=wrong.uuid)
            _report_correction(request, corrected)
            return redirect(f"{corrected.get_absolute_url()}#{path}")
    context = {
        "provision": wrong,
        "version": wrong.version,
        "form": form,
        "lines": source_window(wrong.version.source_lines, wrong.line, wrong.line, before=4, after=6),
    }
    return render(request, "question_bank/provision_form.html", context, status=422 if form.is_bound else 200)


def _upload(request: AuthenticatedHttpRequest, document: PolicyDocument | None) -> HttpResponse:
    form = DocumentUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data, file_name = form.read()
        try:
            version = document_import(
                office=request.user.office,
                data=data,
                file_name=file_name,
                by=request.user,
                now=timezone.now(),
                document=document,
            )
        except RefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("已读入，请核对目录和条文，再确认。"))
            return redirect(version)
    context = {"form": form, "document": document}
    return render(request, "question_bank/document_upload.html", context, status=422 if form.is_bound else 200)


def _show_version(
    request: AuthenticatedHttpRequest, shown: DocumentVersion, form: FactsForm, status: int = 200
) -> HttpResponse:
    is_own = shown.document.office_id == request.user.office_id
    may_edit = is_own and shown.state == VersionState.DRAFT and may_write(request)
    lines = list(enumerate(shown.source_lines, start=1))
    provisions = list(provisions_read(shown))
    context = {
        "version": shown,
        "document": shown.document,
        "nodes": provision_tree(provisions, shown.source_lines),
        "corrected": sum(provision.corrected_at is not None for provision in provisions),
        "counts": provision_counts(shown),
        "lines": lines,
        "doubtful_lines": {problem["line"] for problem in shown.problems},
        "form": form,
        "may_edit": may_edit,
        "has_before": PolicyDocument.objects.filter(
            pk=shown.document_id, versions__state=VersionState.CONFIRMED
        ).exists(),
    }
    return render(request, "question_bank/version_detail.html", context, status=status)


def _report_correction(request: AuthenticatedHttpRequest, corrected: DocumentVersion) -> None:
    if corrected.problems:
        text = _("已更正，上级的文字和编号也随之更新。还有 %(count)d 处存疑，写在上面。")
        messages.warning(request, text % {"count": len(corrected.problems)})
    else:
        messages.success(request, _("已更正，上级的文字和编号也随之更新。"))
