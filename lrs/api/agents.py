"""What is known of an agent: a Person object."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from lrs.api.calls import Call
from lrs.api.resources import resource
from lrs.enums import Scope
from lrs.selectors import names_of
from lrs.validation import ifi_of

_IFIS = ("mbox", "mbox_sha1sum", "openid", "account")


def _agents_get(call: Call) -> HttpResponse:
    call.require(Scope.READ, Scope.ALL_READ)
    call.parameters.allow("agent")
    call.parameters.require("agent")
    agent = call.parameters.agent("agent")
    names = names_of(office=call.office, ifi=ifi_of(agent) or "")
    if "name" in agent and agent["name"] not in names:
        names.append(agent["name"])
    person: dict[str, Any] = {"objectType": "Person"}
    if names:
        person["name"] = names
    person |= {name: [agent[name]] for name in _IFIS if name in agent}
    return JsonResponse(person)


agents = resource({"GET": _agents_get})
