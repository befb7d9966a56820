"""What several addresses of the API show alike."""

from __future__ import annotations

from rest_framework import serializers


class MarksField(serializers.FloatField):
    """Hundredths of a mark, shown as marks."""

    def to_representation(self, value: float) -> float:  # type: ignore[override]  # the stubs say str of every field
        """Return marks."""
        return value / 100
