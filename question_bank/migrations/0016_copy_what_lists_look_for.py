"""Copy type, author, difficulty and words of current versions to their questions."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from question_bank.content import from_json, search_text

_BATCH = 500


def copy(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Fill what `Question.adopt` fills from now on."""
    model = apps.get_model("question_bank", "Question")
    questions = model.objects.filter(current_version__isnull=False).select_related("current_version").order_by("pk")
    batch: list[Any] = []
    for question in questions.iterator(chunk_size=_BATCH):
        _fill(question)
        batch.append(question)
        if len(batch) == _BATCH:
            _save(model, batch)
            batch = []
    _save(model, batch)


def _fill(question: Any) -> None:
    version = question.current_version
    options = [{"id": option["id"], "text": option["text"]} for option in version.options]
    words = {"type": version.type, "stem": version.stem, "options": options, "key": version.key}
    question.search_text = search_text(from_json({**words, "explanation": version.explanation, **version.extras}))
    question.type, question.difficulty = version.type, version.difficulty
    question.writer_id = version.author_id


def _save(model: Any, batch: list[Any]) -> None:
    model.objects.bulk_update(batch, ["type", "writer", "difficulty", "search_text"], batch_size=_BATCH)


class Migration(migrations.Migration):
    dependencies = [("question_bank", "0015_find_questions_fast")]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
