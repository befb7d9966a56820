"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ExamSiteConfig(AppConfig):
    """站点."""

    name = "exam_site"
    verbose_name = "站点"

    def ready(self) -> None:
        """Register the checks."""
        from exam_site import durability  # noqa: F401, PLC0415 -- app ready
