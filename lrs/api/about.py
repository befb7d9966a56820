"""What is spoken here."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from lrs.api.calls import Envelope
from lrs.api.resources import open_resource
from lrs.validation import Version


def _about_get(_envelope: Envelope) -> HttpResponse:
    return JsonResponse({"version": [version.value for version in Version]})


about = open_resource({"GET": _about_get})
