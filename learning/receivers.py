"""What this app does when it hears news from below."""

from __future__ import annotations

from typing import Any

from learning.services import exam_records_make
from quizzes.models import Exam


def on_results_published(sender: type[Exam], exam: Exam, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """A published exam becomes a learning record of each who took it; a corrected one points to the new result."""
    exam_records_make(exam=exam)
