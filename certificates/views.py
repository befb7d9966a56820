"""Pages of certificates: issue, print, revoke, show, verify."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.print_fonts import UNPRINTABLE
from accounts.selectors import has_office_role
from certificates.enums import Validity
from certificates.forms import RevokeForm, TemplateForm, VerifyForm
from certificates.models import Certificate
from certificates.printing import certificates_pdf, specimen_pdf, verify_url
from certificates.selectors import (
    current_template,
    exam_certificates,
    issue_for,
    readable_certificates,
    reissuable_certificates,
    unearned_certificates,
    verification,
)
from certificates.services import (
    CannotIssueError,
    certificate_reissue,
    certificate_revoke,
    certificates_issue,
    suggested_template,
    template_ensure,
)
from certificates.throttling import is_too_fast
from quizzes.models import Exam
from quizzes.selectors import are_results_visible

_STATUS = {Validity.VALID: 200, Validity.REVOKED: 200, Validity.UNKNOWN: 404}


def _get_exam(request: AuthenticatedHttpRequest, exam: UUID) -> Exam:
    """Return an exam of the organizer's own office."""
    return get_object_or_404(Exam.objects.select_related("office"), uuid=exam, office=request.user.office)


@require_safe
def my_certificates(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show a person's own certificates."""
    mine = Certificate.objects.filter(holder=request.user).select_related("revocation", "result__attempt__exam")
    valid = [certificate for certificate in mine if not hasattr(certificate, "revocation")]
    return render(request, "certificates/my_certificates.html", {"certificates": mine, "valid": valid})


@require_safe
def certificate(request: AuthenticatedHttpRequest, certificate: UUID) -> HttpResponse:
    """Show one certificate to its holder and the organizer."""
    shown = get_object_or_404(readable_certificates(request.user), uuid=certificate)
    is_organizer, is_revoked = has_office_role(request.user, Role.ORGANIZER), hasattr(shown, "revocation")
    context = {
        "certificate": shown,
        "verify_url": verify_url(shown.code),
        "form": RevokeForm(),
        "is_organizer": is_organizer,
        "may_revoke": is_organizer and not is_revoked,
        "may_reissue": is_organizer and is_revoked and shown in reissuable_certificates(shown.result.attempt.exam),
    }
    return render(request, "certificates/certificate_detail.html", context)


@require_safe
def certificate_pdf(request: AuthenticatedHttpRequest, certificate: UUID) -> HttpResponse:
    """Hand out one certificate as PDF; a revoked one is not printed again."""
    shown = get_object_or_404(readable_certificates(request.user), uuid=certificate, revocation__isnull=True)
    return _pdf(certificates_pdf([shown]), f"certificate-{shown.code}.pdf")


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def exam_issue(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show what issuing would do, then do it."""
    shown = _get_exam(request, exam)
    if request.method == "POST":
        return _issue(request, shown)
    context = {
        "exam": shown,
        "is_published": are_results_visible(shown),
        "issue": issue_for(shown),
        "issued": exam_certificates(shown),
        "left_without": reissuable_certificates(shown),
        "unearned": unearned_certificates(shown),
        "template": current_template(request.user.office),
    }
    return render(request, "certificates/exam_issue.html", context)


def _issue(request: AuthenticatedHttpRequest, exam: Exam) -> HttpResponse:
    template = template_ensure(office=request.user.office, by=request.user)
    try:
        certificates = certificates_issue(exam=exam, template=template, by=request.user, now=timezone.now())
    except CannotIssueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已颁发 %(count)d 份证书。") % {"count": len(certificates)})
    return redirect("certificates:exam_issue", exam=exam.uuid)


@office_role_required(Role.ORGANIZER)
@require_safe
def exam_pdf(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Hand out all valid certificates of an exam as one PDF."""
    shown = _get_exam(request, exam)
    certificates = list(exam_certificates(shown).filter(revocation__isnull=True))
    if not certificates:
        messages.error(request, _("还没有可打印的证书。"))
        return redirect("certificates:exam_issue", exam=shown.uuid)
    return _pdf(certificates_pdf(certificates), f"certificates-{shown.uuid}.pdf")


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Change the words printed from now on."""
    current = current_template(request.user.office) or suggested_template(request.user.office)
    if request.method != "POST":
        return render(request, "certificates/template_form.html", {"form": TemplateForm(instance=current)})
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return render(request, "certificates/template_form.html", {"form": form}, status=422)
    template = form.save(commit=False)
    template.office, template.created_by = request.user.office, request.user
    template.save()
    messages.success(request, _("证书样式已更新；以前颁发的证书不变。"))
    return redirect("certificates:template")


@office_role_required(Role.ORGANIZER)
@require_safe
def template_specimen(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Hand out what the words look like on paper."""
    template = current_template(request.user.office) or suggested_template(request.user.office)
    try:
        return _pdf(specimen_pdf(template), "specimen.pdf")
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect("certificates:template")


@office_role_required(Role.ORGANIZER)
@require_POST
def revoke(request: AuthenticatedHttpRequest, certificate: UUID) -> HttpResponse:
    """Take a certificate back."""
    revoked = get_object_or_404(Certificate, uuid=certificate, office=request.user.office)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明撤销原因（不超过 200 字）。"))
        return redirect(revoked)
    certificate_revoke(certificate=revoked, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, _("证书 %(number)s 已撤销，查验页面会显示“已撤销”。") % {"number": revoked.number})
    return redirect(revoked)


@office_role_required(Role.ORGANIZER)
@require_POST
def reissue(request: AuthenticatedHttpRequest, certificate: UUID) -> HttpResponse:
    """Give the holder of a revoked certificate another in its place."""
    revoked = get_object_or_404(readable_certificates(request.user), uuid=certificate)
    template = template_ensure(office=request.user.office, by=request.user)
    try:
        replacement = certificate_reissue(certificate=revoked, template=template, by=request.user, now=timezone.now())
    except CannotIssueError as error:
        messages.error(request, str(error))
        return redirect(revoked)
    messages.success(request, _("已重新颁发，新编号 %(number)s。") % {"number": replacement.number})
    return redirect(replacement)


@login_not_required
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Take a code typed from paper."""
    form = VerifyForm(request.GET or None)
    if form.is_valid():
        return redirect("certificates:verify", code=form.cleaned_data["code"])
    return render(request, "certificates/verify_form.html", {"form": form})


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Tell anyone whether a certificate is valid, revoked or unknown."""
    if is_too_fast(request):
        return render(request, "certificates/verify_too_fast.html", status=429)
    answer = verification(code)
    response = render(
        request, "certificates/verify.html", {"answer": answer, "code": code}, status=_STATUS[answer.validity]
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
