"""News for the rooms above, sent after the transaction; each can be rebuilt from the tables by `reconcile`."""

from __future__ import annotations

from django.dispatch import Signal

# provides args: record (learning.models.Record) that a reviewer approved
record_approved = Signal()

# provides args: record (learning.models.Record), a piece in which a reviewer named a problem, or one was taken back
problem_named = Signal()

# provides args: publication (learning.models.Publication) that was confirmed or refused, also once confirmed
publication_decided = Signal()

# provides args: event (learning.models.Event) whose attendance was settled, or put right afterwards
attendance_settled = Signal()

# provides args: record (learning.models.Record), an idea on whose adoption was decided
idea_decided = Signal()

# provides args: trainee (learning.models.Trainee) of whom a breach was noted, or a note was taken back
breach_noted = Signal()
