"""Searches that trainers keep under a name."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.forms import FilterNameForm, filter_query
from question_bank.models import SavedFilter
from question_bank.services import filter_keep
from question_bank.views.access import trainers_only


@require_POST
@trainers_only
def filter_save(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Keep what the list is narrowed to."""
    form, query = FilterNameForm(request.POST), filter_query(request.POST)
    try:
        kept = filter_keep(by=request.user, query=query.removeprefix("?"), **form.values)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记住“%(name)s”，以后在“常用查找”里点一下就行。") % {"name": kept.name})
    return redirect(reverse("question_bank:questions") + query)


@require_POST
@trainers_only
def filter_removal(request: AuthenticatedHttpRequest, saved_filter: UUID) -> HttpResponse:
    """Forget a search of one's own."""
    kept = get_object_or_404(SavedFilter, owner=request.user, uuid=saved_filter)
    kept.delete()
    messages.success(request, _("不再记着“%(name)s”。") % {"name": kept.name})
    return redirect("question_bank:questions")
