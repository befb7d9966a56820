"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ExamSiteConfig(AppConfig):
    """站点."""

    name = "exam_site"
    verbose_name = "站点"
