"""Draws certificates as PDF: plain values in, bytes out; knows neither Django nor the database."""

from __future__ import annotations

from .document import render_certificates
from .sheet import CertificateSheet

__all__ = [
    "CertificateSheet",
    "render_certificates",
]
