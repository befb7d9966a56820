"""Policy text for everybody who is signed in: what an answer rests on, and nothing of the bank."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import VersionState
from question_bank.models import Provision
from question_bank.places import law_actions
from question_bank.selectors import provision_tree, version_in_force, versions_beside, versions_readable


@require_safe
def law(request: AuthenticatedHttpRequest, law: UUID) -> HttpResponse:
    """Show a confirmed text at one of its provisions."""
    office = request.user.office
    confirmed = versions_readable(office).filter(state=VersionState.CONFIRMED)
    provisions = Provision.objects.select_related("version__document__office", "parent__parent__parent")
    shown = get_object_or_404(provisions, version__in=confirmed.values("pk"), uuid=law)
    version = shown.version
    others = [other for other in versions_beside(version, office) if other.state == VersionState.CONFIRMED]
    in_force = version_in_force([version, *others], timezone.localdate())
    context = {
        "provision": shown,
        "version": version,
        "document": version.document,
        "is_old": in_force is not None and in_force != version,
        "nodes": provision_tree(version.provisions.order_by("order")),
        "actions": law_actions.buttons(request, shown),
    }
    return render(request, "question_bank/law.html", context)
