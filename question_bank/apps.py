"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class QuestionBankConfig(AppConfig):
    """题库."""

    name = "question_bank"
    verbose_name = "题库"
