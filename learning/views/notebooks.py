"""A note written by hand: its writer puts up photos of the pages and says how many characters they hold."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from learning.enums import RecordKind
from learning.forms.notebooks import HandwritingForm, PhotosForm
from learning.models import NotebookPhoto, Record
from learning.photos import MEDIA_TYPE
from learning.selectors import own_records, readable_records
from learning.services import EDITABLE, RecordClosedError
from learning.services.notebooks import handwriting_declare, handwritten, photo_forward, photo_remove, photos_add


@require_http_methods(["GET", "HEAD", "POST"])
def notebook(request: AuthenticatedHttpRequest, record: UUID) -> HttpResponse:
    """Show the pages of one's own note, take further ones, and how many characters are on them."""
    note = get_object_or_404(own_records(request.user), uuid=record, kind=RecordKind.NOTE)
    if note.state not in EDITABLE:
        messages.error(request, _("这篇笔记已经提交，照片不能再改。"))
        return redirect(note)
    photos_form, count_form = PhotosForm(), HandwritingForm(initial={"characters": handwritten(note) or None})
    if request.method == "POST" and "characters" in request.POST:
        count_form = HandwritingForm(request.POST)
        if count_form.is_valid():
            return _declared(request, note, count_form.cleaned_data["characters"])
    elif request.method == "POST":
        photos_form = PhotosForm(request.POST, request.FILES)
        if photos_form.is_valid():
            return _added(request, note, photos_form)
    context = {"record": note, "photos": _listed(note), "photos_form": photos_form, "count_form": count_form}
    return render(request, "learning/notebook.html", context, status=422 if request.method == "POST" else 200)


def _listed(note: Record) -> list[NotebookPhoto]:
    return list(note.photos.defer("image"))


def _declared(request: AuthenticatedHttpRequest, note: Record, characters: int) -> HttpResponse:
    try:
        handwriting_declare(note=note, characters=characters, by=request.user, now=timezone.now())
    except RecordClosedError as error:
        messages.error(request, str(error))
        return redirect(note)
    messages.success(request, _("已记下手写 %(count)d 字，等审核的人核对。") % {"count": characters})
    return redirect("learning:notebook", record=note.uuid)


def _added(request: AuthenticatedHttpRequest, note: Record, form: PhotosForm) -> HttpResponse:
    files = ((each.name or "", each.read()) for each in form.cleaned_data["photos"])
    try:
        count, faults = photos_add(note=note, files=files, now=timezone.now())
    except RecordClosedError as error:
        messages.error(request, str(error))
        return redirect(note)
    if count:
        messages.success(request, _("收下 %(count)d 张照片。") % {"count": count})
    for fault in faults:
        messages.error(request, fault)
    return redirect("learning:notebook", record=note.uuid)


@require_POST
def remove(request: AuthenticatedHttpRequest, photo: UUID) -> HttpResponse:
    """Take a page of one's own note away."""
    own = _own(request, photo)
    try:
        photo_remove(photo=own)
    except RecordClosedError as error:
        messages.error(request, str(error))
        return redirect(own.record)
    return redirect("learning:notebook", record=own.record.uuid)


@require_POST
def forward(request: AuthenticatedHttpRequest, photo: UUID) -> HttpResponse:
    """Put a page of one's own note before the one it follows."""
    own = _own(request, photo)
    try:
        photo_forward(photo=own)
    except RecordClosedError as error:
        messages.error(request, str(error))
        return redirect(own.record)
    return redirect("learning:notebook", record=own.record.uuid)


def _own(request: AuthenticatedHttpRequest, photo: UUID) -> NotebookPhoto:
    photos = NotebookPhoto.objects.defer("image").select_related("record")
    return get_object_or_404(photos, uuid=photo, record__subject=request.user)


@require_safe
def photo_file(request: AuthenticatedHttpRequest, photo: UUID) -> HttpResponse:
    """Show a page to who may read the note."""
    shown = get_object_or_404(NotebookPhoto, uuid=photo, record__in=readable_records(request.user).values("pk"))
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(bytes(shown.image), content_type=MEDIA_TYPE, headers=headers)
