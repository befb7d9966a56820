"""What a browser without JavaScript is told when nothing can be written: the disk is full, the database is away."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.db import Error
from django.http import HttpResponse
from django.template.loader import render_to_string

from accounts.http import AuthenticatedHttpRequest

logger = logging.getLogger(__name__)
View = Callable[[AuthenticatedHttpRequest, UUID], HttpResponse]


def told_when_not_saved(view: View) -> View:
    """Give back what was sent, to be sent again: the browser may not keep a page that it left."""

    @wraps(view)
    def honest(request: AuthenticatedHttpRequest, attempt: UUID) -> HttpResponse:
        try:
            return view(request, attempt)
        except Error:
            if request.method != "POST":
                raise
            logger.exception("a sheet met a database error")
            # Without the request: the page's frame would ask the database that fails.
            sent = [(name, value) for name, values in request.POST.lists() for value in values]
            return HttpResponse(render_to_string("quizzes/taking/not_saved.html", {"sent": sent}), status=503)

    return honest
