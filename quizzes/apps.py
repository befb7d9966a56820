"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """考试."""

    name = "quizzes"
    verbose_name = "考试"
