"""Opening what was said in confidence."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from learning.enums import RecordKind
from learning.selectors import readable_records
from learning.services import ClosedToYouError, talk_open


@never_cache
@require_POST
def open_talk(request: AuthenticatedHttpRequest, talk: UUID) -> HttpResponse:
    """Show what a confidential talk says, once: to look again is to be written down again."""
    record = get_object_or_404(readable_records(request.user), uuid=talk, kind=RecordKind.TALK)
    try:
        opened = talk_open(record=record, by=request.user, now=timezone.now())
    except ClosedToYouError as error:
        raise Http404 from error
    return render(request, "learning/talk_open.html", {"record": record, "talk": opened})
