"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """证书."""

    name = "certificates"
    verbose_name = "证书"

    def ready(self) -> None:
        """Put this app's buttons on the pages of the apps below."""
        from accounts.places import own_actions  # noqa: PLC0415 -- app ready
        from certificates import offers  # noqa: PLC0415 -- app ready
        from quizzes import places  # noqa: PLC0415 -- app ready

        own_actions.offer(offers.own_certificates_button)
        places.own_exams_actions.offer(offers.own_certificates_button)
        places.exam_result_actions.offer(offers.issue_button)
        places.own_result_actions.offer(offers.own_certificate_button)
