"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """考核."""

    name = "appraisal"
    verbose_name = "考核"
