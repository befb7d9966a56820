"""What this app says on pages of the apps below."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.places import Button
from accounts.selectors import has_office_role
from appraisal.enums import Source
from appraisal.selectors import LEDGER_ROLES, rule_history, rules_with_versions
from learning.schemes.model import Scheme


def note_rule(request: AuthenticatedHttpRequest, writer: User) -> Button | None:  # noqa: ARG001 -- an offer
    """Say by which rule a note earns points, before it is written too short."""
    today = timezone.localdate()
    for rule in rules_with_versions(writer.office).filter(source=Source.NOTE):
        version = rule_history(rule, today).in_force
        if version is not None:
            url = f"{reverse('appraisal:rules')}#rule-{rule.key}"
            return Button(_("积分规则"), url, note="；".join(version.sentences))
    return None


def bulletins(request: AuthenticatedHttpRequest, scheme: Scheme) -> Button | None:  # noqa: ARG001 -- an offer
    """Lead from a scheme to the bulletins and commentaries it asks for."""
    is_asked = {"bulletin", "commentary"} & scheme.outputs.keys()
    return Button(_("通报讲评"), reverse("appraisal:bulletins")) if is_asked else None


def awards(request: AuthenticatedHttpRequest, scheme: Scheme) -> Button | None:  # noqa: ARG001 -- an offer
    """Lead from a scheme to the awards it names."""
    return Button(_("评奖"), reverse("appraisal:awards")) if "awards" in scheme.outputs else None


def exports(request: AuthenticatedHttpRequest, scheme: Scheme) -> Button | None:
    """Lead whoever may export to the appraisals a scheme exports to."""
    may = has_office_role(request.user, *LEDGER_ROLES)
    return Button(_("考核导出"), reverse("appraisal:exports")) if may and "exports" in scheme.outputs else None
