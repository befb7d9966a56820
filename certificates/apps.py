"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """证书."""

    name = "certificates"
    verbose_name = "证书"
