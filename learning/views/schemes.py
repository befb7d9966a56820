"""Pages of schemes: what the office asks, in plain Chinese, each rule with its source."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from learning.places import scheme_outputs
from learning.schemes.words import counted, outputs_told, owed
from learning.selectors import names_without_anybody, scheme_versions, schemes_in_force


@require_safe
def schemes(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the schemes that are in force in the office today."""
    context = {
        "versions": schemes_in_force(request.user.office, timezone.localdate()),
        "may_edit": has_office_role(request.user, Role.ORGANIZER),
    }
    return render(request, "learning/scheme_list.html", context)


@require_safe
def scheme(request: AuthenticatedHttpRequest, key: str) -> HttpResponse:
    """Show a whole scheme: every duty, workflow and page with where it comes from; `?version=` an earlier one."""
    versions = scheme_versions(request.user.office, key)
    today = timezone.localdate()
    in_force = next((each for each in versions if each.effective_from <= today), None)
    asked = request.GET.get("version")
    version = in_force if asked is None else next((each for each in versions if str(each.number) == asked), None)
    if version is None:
        raise Http404
    said = version.scheme
    context = {
        "version": version,
        "versions": versions,
        "may_edit": has_office_role(request.user, Role.ORGANIZER),
        "in_force": in_force,
        "scheme": said,
        "duties": [(each, owed(each, said.names), counted(each)) for each in said.requirements],
        "outputs": outputs_told(said.outputs),
        "outputs_source": said.outputs.get("source", ""),
        "buttons": scheme_outputs.buttons(request, said),
        "unset": sum(each.bounds is None for each in said.requirements),
        "names": {each.key: each.name for each in said.requirements},
        "missing": names_without_anybody(request.user.office, said),
        "is_organizer": has_office_role(request.user, Role.ORGANIZER),
    }
    return render(request, "learning/scheme_detail.html", context)
