"""What this app does when it hears news from below."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from appraisal.services import exam_points_post, record_points_post
from learning.models import Record
from quizzes.models import Exam


def on_results_published(sender: type[Exam], exam: Exam, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """Published results earn points; corrected ones are countered and entered anew."""
    exam_points_post(exam=exam, now=timezone.now())


def on_record_approved(sender: type[Record], record: Record, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """An approved note earns points."""
    record_points_post(record=record, now=timezone.now())
