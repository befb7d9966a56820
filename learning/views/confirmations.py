"""Pages of what somebody else recorded of the two of them, and one's own word makes count."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from learning.enums import Verdict
from learning.forms import ConfirmationForm
from learning.models import Record
from learning.selectors import may_confirm, records_to_confirm
from learning.services import RecordClosedError, record_review
from learning.views.records import record_page

_PAGE = 30


@require_safe
def confirmations(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List what waits for one's word."""
    page = Paginator(records_to_confirm(request.user), _PAGE).get_page(request.GET.get("page"))
    return render(request, "learning/confirmation_list.html", {"page": page})


@require_POST
def confirm(request: AuthenticatedHttpRequest, shared: UUID) -> HttpResponse:
    """Say that it was so, or send it back with what was otherwise."""
    record = get_object_or_404(Record, uuid=shared, counterpart=request.user)
    if not may_confirm(request.user, record):
        messages.error(request, _("这份记录不等你确认，它可能已经处理过了。"))
        return redirect("learning:confirmations")
    form = ConfirmationForm(request.POST)
    try:
        if not form.carry_out(record_review, record=record, by=request.user, now=timezone.now()):
            return record_page(request, record, form)
    except RecordClosedError as error:
        messages.error(request, str(error))
        return redirect(record)
    told = _("已确认：%(title)s") if form.verdict_given == Verdict.APPROVED else _("已退回：%(title)s")
    messages.success(request, told % {"title": record.title})
    return redirect("learning:confirmations")
