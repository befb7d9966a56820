"""What this app says on pages of the apps below."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.places import Button
from appraisal.enums import Source
from appraisal.selectors import rule_history, rules_with_versions


def note_rule(request: AuthenticatedHttpRequest, writer: User) -> Button | None:  # noqa: ARG001 -- an offer
    """Say by which rule a note earns points, before it is written too short."""
    today = timezone.localdate()
    for rule in rules_with_versions(writer.office).filter(source=Source.NOTE):
        version = rule_history(rule, today).in_force
        if version is not None:
            url = f"{reverse('appraisal:rules')}#rule-{rule.key}"
            return Button(_("积分规则"), url, note="；".join(version.sentences))
    return None
