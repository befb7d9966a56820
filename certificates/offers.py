"""The buttons this app puts on pages of the apps below."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.places import Button
from accounts.selectors import has_office_role
from certificates.models import Certificate
from certificates.selectors import issue_for
from quizzes.models import Candidate, Exam
from quizzes.selectors import are_results_visible


def issue_button(request: AuthenticatedHttpRequest, exam: Exam) -> Button | None:
    """Offer to issue certificates once results are published."""
    if not are_results_visible(exam) or not has_office_role(request.user, Role.ORGANIZER):
        return None
    url = reverse("certificates:exam_issue", kwargs={"exam": exam.uuid})
    waiting = len(issue_for(exam).results)
    if waiting:
        return Button(_("颁发证书（%(count)d 人）") % {"count": waiting}, url, main=True)
    return Button(_("证书"), url)


def own_certificates_button(request: AuthenticatedHttpRequest, subject: object) -> Button:  # noqa: ARG001 -- an offer
    """Lead to all that one holds, from where people look for what is theirs."""
    return Button(_("我的证书"), reverse("certificates:my_certificates"))


def own_certificate_button(request: AuthenticatedHttpRequest, candidate: Candidate) -> Button | None:
    """Lead from one's result to the certificate that rests on it."""
    certificate = Certificate.objects.filter(
        holder=request.user, result__attempt__candidate=candidate, revocation__isnull=True
    ).first()
    return Button(_("看证书"), certificate.get_absolute_url()) if certificate else None
