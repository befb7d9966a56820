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
        from learning import signals as learned  # noqa: PLC0415 -- app ready
        from learning.places import note_hints, scheme_outputs  # noqa: PLC0415 -- app ready
        from quizzes.signals import results_corrected, results_published  # noqa: PLC0415 -- app ready

        results_published.connect(receivers.on_results_published, dispatch_uid="appraisal.exam_points")
        results_corrected.connect(receivers.on_results_published, dispatch_uid="appraisal.exam_points_corrected")
        note_hints.offer(offers.note_rule)
        scheme_outputs.offer(offers.bulletins)
        scheme_outputs.offer(offers.awards)
        scheme_outputs.offer(offers.exports)
        learned.record_approved.connect(receivers.on_record_approved, dispatch_uid="appraisal.record_points")
        learned.publication_decided.connect(
            receivers.on_publication_decided, dispatch_uid="appraisal.publication_points"
        )
        learned.problem_named.connect(receivers.on_problem_named, dispatch_uid="appraisal.problem_points")
        learned.attendance_settled.connect(receivers.on_attendance_settled, dispatch_uid="appraisal.event_points")
        learned.idea_decided.connect(receivers.on_idea_decided, dispatch_uid="appraisal.idea_points")
        learned.breach_noted.connect(receivers.on_breach_noted, dispatch_uid="appraisal.breach_points")
