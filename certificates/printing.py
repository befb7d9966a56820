"""From certificates to one PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from django.conf import settings
from django.urls import reverse

from certificates.models import Certificate
from certificates.rendering import CertificateSheet, FontStack, render_certificates


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """Return one PDF with a page each, in the order given; the same certificates give the same bytes."""
    return render_certificates([_sheet(certificate) for certificate in certificates], _fonts())


def unprintable_characters(texts: Iterable[str]) -> list[str]:
    """Return the characters that no configured font can draw: they are named before anything is printed."""
    return _fonts().missing_characters(texts)


def verify_url(code: str) -> str:
    """Return the address behind a certificate's QR code."""
    return settings.PUBLIC_ORIGIN + reverse("certificates:verify", kwargs={"code": code})


def _sheet(certificate: Certificate) -> CertificateSheet:
    return CertificateSheet(
        title=certificate.title,
        number=certificate.number,
        holder_name=certificate.holder_name,
        body=tuple(paragraph for paragraph in certificate.body.splitlines() if paragraph.strip()),
        issuing_body=certificate.issuing_body,
        issued_on=certificate.issued_on,
        verify_url=verify_url(certificate.code),
    )


@cache
def _fonts() -> FontStack:
    """Return the fonts, opened once a process."""
    return FontStack(settings.CERTIFICATE_FONTS)
