"""App configuration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _index_words(using: str, **kwargs: Any) -> None:
    from question_bank.models import Question  # noqa: PLC0415 -- app ready
    from question_bank.word_index import word_index_install  # noqa: PLC0415 -- app ready

    connection = connections[using]
    if Question._meta.db_table in connection.introspection.table_names():  # noqa: SLF001 -- Django's public model metadata
        word_index_install(connection)


class QuestionBankConfig(AppConfig):
    """题库."""

    name = "question_bank"
    verbose_name = "题库"

    def ready(self) -> None:
        """Index the words of questions after every migration run."""
        post_migrate.connect(_index_words, sender=self, dispatch_uid="question_bank_words")
