"""What both sides of a pairing note of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from learning.enums import RecordKind
from learning.forms import ContactForm, PairingEndForm
from learning.models import Record
from learning.services import RecordClosedError, contact_log, pairing_end


@require_POST
def contact_add(request: AuthenticatedHttpRequest, pairing: UUID) -> HttpResponse:
    """Note a contact."""
    record = _of_both(request, pairing)
    form = ContactForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("写明哪一天（不晚于今天）、什么方式、做了什么。"))
        return redirect(record)
    try:
        contact_log(record=record, by=request.user, now=timezone.now(), **form.cleaned_data)
    except RecordClosedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已记入联系经过。"))
    return redirect(record)


@require_POST
def pairing_finish(request: AuthenticatedHttpRequest, pairing: UUID) -> HttpResponse:
    """Let a pairing end."""
    record = _of_both(request, pairing)
    form = PairingEndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填最后一天。"))
        return redirect(record)
    try:
        pairing_end(record=record, last_day=form.cleaned_data["last_day"])
    except RecordClosedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已记下最后一天。"))
    return redirect(record)


def _of_both(request: AuthenticatedHttpRequest, pairing: UUID) -> Record:
    """Return a pairing that the sender takes part in."""
    theirs = Record.objects.filter(Q(subject=request.user) | Q(counterpart=request.user), kind=RecordKind.PAIRING)
    return get_object_or_404(theirs.select_related("pairing"), uuid=pairing)
