"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """考核."""

    name = "appraisal"
    verbose_name = "考核"

    def ready(self) -> None:
        """Listen to the apps below, and say on their pages what they may be worth."""
        from appraisal import offers, receivers  # noqa: PLC0415 -- app ready
        from learning.places import note_hints  # noqa: PLC0415 -- app ready
        from learning.signals import record_approved  # noqa: PLC0415 -- app ready
        from quizzes.signals import results_corrected, results_published  # noqa: PLC0415 -- app ready

        results_published.connect(receivers.on_results_published, dispatch_uid="appraisal.exam_points")
        results_corrected.connect(receivers.on_results_published, dispatch_uid="appraisal.exam_points_corrected")
        note_hints.offer(offers.note_rule)
        record_approved.connect(receivers.on_record_approved, dispatch_uid="appraisal.record_points")
