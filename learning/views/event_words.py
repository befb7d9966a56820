"""What is said at an event, and its files."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from learning.attendance import Said
from learning.forms.events import AnswerForm, FileForm, WordForm
from learning.models import EventFile, EventWord
from learning.selectors.events import says, visible_events
from learning.services.events import EventRefusedError, event_file_add, word_add
from learning.views.events import event_page, get_event, get_event_to_run


@require_POST
def event_word(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Write a comment, a reflection, a speech, a question or the minutes."""
    shown = get_event(request, event)
    form = WordForm(says(request.user, shown), request.POST)
    if not form.is_valid():
        return event_page(request, shown, {"word_form": form})
    told = form.cleaned_data
    word_add(
        event=shown, kind=Said(told["kind"]), text=told["text"], who=told["who"], by=request.user, now=timezone.now()
    )
    messages.success(request, _("已写上。"))
    return redirect(shown)


@require_POST
def event_answer(request: AuthenticatedHttpRequest, said: UUID) -> HttpResponse:
    """Answer a question."""
    asked = get_object_or_404(
        EventWord.objects.select_related("event__record"),
        uuid=said,
        kind=Said.QUESTION,
        event__in=visible_events(request.user).order_by().values("pk"),
    )
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写回答，不超过两万字。"))
        return redirect(asked.event)
    try:
        word_add(
            event=asked.event,
            kind=Said.ANSWER,
            text=form.cleaned_data["text"],
            by=request.user,
            now=timezone.now(),
            answers=asked,
        )
    except EventRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(asked.event)


@require_POST
def event_upload(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Take in a file."""
    shown = get_event_to_run(request, event)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return event_page(request, shown, {"file_form": form})
    file = form.cleaned_data["file"]
    event_file_add(event=shown, name=file.name[-200:], data=file.read(), by=request.user, now=timezone.now())
    messages.success(request, _("文件已经放上。"))
    return redirect(shown)


@require_safe
def event_file(request: AuthenticatedHttpRequest, event_file: UUID) -> FileResponse:
    """Hand out a file, to be saved and never shown."""
    found = get_object_or_404(
        EventFile, uuid=event_file, event__in=visible_events(request.user).order_by().values("pk")
    )
    return FileResponse(
        io.BytesIO(found.data), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
