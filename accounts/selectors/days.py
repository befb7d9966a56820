"""Days, and rows that hold from one to another."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone


def today() -> date:
    """Return the day on the office's wall."""
    return timezone.localdate()


def current(on: date | None = None) -> Q:
    """Return the condition that a dated row holds on a day; both ends count."""
    day = on or today()
    return Q(from_date__lte=day) & (Q(to_date__isnull=True) | Q(to_date__gte=day))
