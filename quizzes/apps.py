"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class QuizzesConfig(AppConfig):
    """考试."""

    name = "quizzes"
    verbose_name = "考试"

    def ready(self) -> None:
        """Let the database itself log every save, and let the bank show what a candidate will see."""
        from quizzes import offers  # noqa: F401, PLC0415 -- app ready
        from quizzes.taking.response_log import install_after_migrate  # noqa: PLC0415 -- app ready

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="response_log")
