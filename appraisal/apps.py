"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """考核."""

    name = "appraisal"
    verbose_name = "考核"

    def ready(self) -> None:
        """Listen to the apps below."""
        from appraisal import receivers  # noqa: PLC0415 -- app ready
        from learning.signals import record_approved  # noqa: PLC0415 -- app ready
        from quizzes.signals import results_published  # noqa: PLC0415 -- app ready

        results_published.connect(receivers.on_results_published, dispatch_uid="appraisal.exam_points")
        record_approved.connect(receivers.on_record_approved, dispatch_uid="appraisal.record_points")
