"""What this app says on pages of the apps below."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.places import Button
from appraisal.enums import EvidenceKind
from appraisal.selectors import rule_version_on, rules_with_versions


def note_rule(request: AuthenticatedHttpRequest, writer: User) -> Button | None:  # noqa: ARG001 -- an offer
    """Say by which rule a note earns points, before it is written too short."""
    for rule in rules_with_versions(writer.office).filter(evidence_kind=EvidenceKind.RECORD):
        version = rule_version_on(rule, timezone.localdate())
        if version is not None:
            return Button(
                _("积分规则"), f"{reverse('appraisal:rules')}#rule-{rule.key}", note="；".join(version.sentences)
            )
    return None
