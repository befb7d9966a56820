"""Write certificates: their words, their numbers, their revocation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office, User
from accounts.templatetags.screen import marks
from certificates import statements
from certificates.codes import new_code
from certificates.models import Certificate, CertificateSeries, CertificateTemplate, Revocation
from certificates.printing import unprintable_characters
from certificates.selectors import current_template, issue_for, passing_results, reissuable_certificates
from certificates.words import fill
from quizzes.models import Exam, Result


class CannotIssueError(Exception):
    """Nothing was issued; the message says why."""


def suggested_template(office: Office) -> CertificateTemplate:
    """Return the words we suggest to an office that has none, not yet saved."""
    return CertificateTemplate(
        office=office,
        title=_("合格证书"),
        body=_("参加{exam}，得 {score} 分（满分 {total} 分），成绩合格。\n特发此证。"),
        issuing_body=office.name,
        number_prefix=_("季考证"),
    )


def template_ensure(*, office: Office, by: User) -> CertificateTemplate:
    """Return the office's words; an office that never chose any takes the suggested ones."""
    template = current_template(office)
    if template is None:
        template = suggested_template(office)
        template.created_by = by
        template.save()
    return template


def certificates_issue(*, exam: Exam, template: CertificateTemplate, by: User, now: datetime) -> list[Certificate]:
    """Return new certificates for all who passed and never had one; repeating it issues nothing twice.

    Raises:
        CannotIssueError: a name holds a character that no font can draw; it is named.
    """
    with transaction.atomic():
        # Locked first: two organizers pressing the button must not both see the same people waiting.
        series = _locked_series(template, timezone.localdate(now).year)
        certificates = [
            _certificate(template, result, series.last_number + serial, by, now)
            for serial, result in enumerate(issue_for(exam).results, start=1)
        ]
        _give_out(certificates, series)
    return certificates


def certificate_reissue(
    *, certificate: Certificate, template: CertificateTemplate, by: User, now: datetime
) -> Certificate:
    """Return the certificate that takes a revoked one's place, with the holder's present name and result.

    Doing it again returns the same one.

    Raises:
        CannotIssueError: the certificate is not one that can be replaced, or the name cannot be printed.
    """
    with transaction.atomic():
        series = _locked_series(template, timezone.localdate(now).year)
        existing = Certificate.objects.filter(replaces=certificate).first()
        if existing:
            return existing
        exam = certificate.result.attempt.exam
        if certificate not in reissuable_certificates(exam):
            raise CannotIssueError(_("只有已撤销、本人成绩合格而又没有有效证书的，才能重新颁发。"))
        result = passing_results(exam)[certificate.result.attempt.candidate_id]
        replacement = _certificate(template, result, series.last_number + 1, by, now)
        replacement.replaces = certificate
        _give_out([replacement], series)
    return replacement


def certificate_revoke(*, certificate: Certificate, reason: str, by: User, now: datetime) -> Revocation:
    """Take a certificate back; doing it again changes nothing."""
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=certificate.office_id)
        existing = Revocation.objects.filter(certificate=certificate).first()
        if existing:
            return existing
        revocation = Revocation.objects.create(certificate=certificate, reason=reason, by=by, at=now)
        statements.certificate_voided(revocation)
    return revocation


def _give_out(certificates: list[Certificate], series: CertificateSeries) -> None:
    _refuse_unprintable(certificates)
    series.last_number += len(certificates)
    series.save(update_fields=["last_number"])
    for certificate in certificates:
        certificate.save()
        statements.certificate_earned(certificate)


def _locked_series(template: CertificateTemplate, year: int) -> CertificateSeries:
    series, _is_new = CertificateSeries.objects.get_or_create(
        office=template.office, prefix=template.number_prefix, year=year
    )
    return CertificateSeries.objects.select_for_update().get(pk=series.pk)


def _certificate(template: CertificateTemplate, result: Result, serial: int, by: User, now: datetime) -> Certificate:
    on = timezone.localdate(now)
    candidate = result.attempt.candidate
    words = {
        "exam": candidate.exam.title,
        "score": marks(result.total),
        "total": marks(result.maximum),
    }
    return Certificate(
        office=template.office,
        template=template,
        result=result,
        holder=candidate.user,
        code=new_code(),
        # 〔2026〕: full year, hexagonal brackets, no leading zeros, as official numbers are written (GB/T 9704).
        number=f"{template.number_prefix}〔{on.year}〕{serial}号",
        holder_name=candidate.user.name,
        title=template.title,
        body=fill(template.body, words),
        issuing_body=template.issuing_body,
        issued_on=on,
        issued_by=by,
        issued_at=now,
    )


def _refuse_unprintable(certificates: list[Certificate]) -> None:
    texts = [
        text
        for certificate in certificates
        for text in (
            certificate.holder_name,
            certificate.title,
            *certificate.body.splitlines(),
            certificate.issuing_body,
        )
    ]
    missing = unprintable_characters(texts)
    if missing:
        names = "、".join(f"{character}（U+{ord(character):04X}）" for character in missing)
        raise CannotIssueError(
            _("字体里没有这些字：%(names)s。请在 CERTIFICATE_FONTS 中加入含有这些字的字体后再颁发。") % {"names": names}
        )
