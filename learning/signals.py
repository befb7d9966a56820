"""News for the rooms above, sent after the transaction; each can be rebuilt from the tables by `reconcile`."""

from __future__ import annotations

from django.dispatch import Signal

# provides args: record (learning.models.Record) that a reviewer approved
record_approved = Signal()
