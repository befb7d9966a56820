"""News for the rooms above, sent after the transaction; each can be rebuilt from the tables by `reconcile`."""

from __future__ import annotations

from django.dispatch import Signal

# provides args: exam (quizzes.models.Exam) whose results candidates may now see
results_published = Signal()

# provides args: exam (quizzes.models.Exam) some of whose published results have a further revision
results_corrected = Signal()
