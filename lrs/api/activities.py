"""What is known of an activity."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from lrs.api.calls import Call
from lrs.api.resources import resource
from lrs.enums import Scope
from lrs.selectors import definitions_of


def _activities_get(call: Call) -> HttpResponse:
    call.require(Scope.READ, Scope.ALL_READ)
    call.parameters.allow("activityId")
    call.parameters.require("activityId")
    iri = call.parameters.iri("activityId") or ""
    activity = {"objectType": "Activity", "id": iri}
    definition = definitions_of(office=call.office, iris=[iri]).get(iri)
    if definition:
        return JsonResponse({**activity, "definition": definition})
    return JsonResponse(activity)


activities = resource({"GET": _activities_get})
