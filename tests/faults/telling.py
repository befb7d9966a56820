"""The site as it is, telling with each answer when the request arrived by its own clock."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

from exam_site.wsgi import application as plain
from quizzes.arrival import arrived_at


class TellingHandler(WSGIHandler):
    """Adds a header that only this test asks for."""

    def get_response(self, request: HttpRequest) -> HttpResponse:
        response = super().get_response(request)
        response["X-Arrived-At"] = arrived_at(request).isoformat()
        return response


# Django is set up by the plain one.
assert plain
application = TellingHandler()
