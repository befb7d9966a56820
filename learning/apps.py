"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """学习."""

    name = "learning"
    verbose_name = "学习"

    def ready(self) -> None:
        """Listen to the exams below; offer the own reminders on one's own page."""
        from accounts.places import own_actions  # noqa: PLC0415 -- app ready
        from learning import offers, receivers  # noqa: PLC0415 -- app ready
        from quizzes.signals import results_corrected, results_published  # noqa: PLC0415 -- app ready

        results_published.connect(receivers.on_results_published, dispatch_uid="learning.exam_records")
        results_corrected.connect(receivers.on_results_published, dispatch_uid="learning.exam_records_corrected")
        own_actions.offer(offers.own_reminders_button)
