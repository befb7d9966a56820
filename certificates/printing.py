"""From certificates to one PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.print_fonts import print_fonts
from certificates.models import Certificate, CertificateTemplate
from certificates.rendering import CertificateSheet, render_certificates
from certificates.words import fill


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """Return one PDF with a page each, in the order given; the same certificates give the same bytes."""
    return render_certificates([_sheet(certificate) for certificate in certificates], print_fonts())


def specimen_pdf(template: CertificateTemplate) -> bytes:
    """Return what an office's words look like on paper: nobody's, without a number and a code."""
    words = {"exam": _("某年第一季度季季考"), "score": "86.5", "total": "100"}
    sheet = CertificateSheet(
        title=template.title,
        number=_("样张"),
        holder_name=_("某某某"),
        body=_paragraphs(fill(template.body, words)),
        issuing_body=template.issuing_body,
        issued_on=timezone.localdate(),
        verify_url="",
        is_specimen=True,
    )
    return render_certificates([sheet], print_fonts())


def unprintable_characters(texts: Iterable[str]) -> list[str]:
    """Return the characters that no configured font can draw: they are named before anything is printed."""
    return print_fonts().missing_characters(texts)


def verify_url(code: str) -> str:
    """Return the address behind a certificate's QR code."""
    return settings.PUBLIC_ORIGIN + reverse("certificates:verify", kwargs={"code": code})


def _sheet(certificate: Certificate) -> CertificateSheet:
    return CertificateSheet(
        title=certificate.title,
        number=certificate.number,
        holder_name=certificate.holder_name,
        body=_paragraphs(certificate.body),
        issuing_body=certificate.issuing_body,
        issued_on=certificate.issued_on,
        verify_url=verify_url(certificate.code),
    )


def _paragraphs(body: str) -> tuple[str, ...]:
    return tuple(paragraph for paragraph in body.splitlines() if paragraph.strip())
