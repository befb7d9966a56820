"""What a layout is: a small reader that says how well it understands a source, and reads it."""

from __future__ import annotations

from typing import Protocol

from question_bank.sheets.drafts import Reading
from question_bank.sheets.sources import Source


class Layout(Protocol):
    """One way in which sheets are laid out."""

    @property
    def name(self) -> str:
        """The name the report gives."""

    def score(self, source: Source) -> float:
        """Return how much of the source this layout explains, from 0 to 1; cheap, and never raises."""

    def read(self, source: Source) -> Reading:
        """Return the drafts of all questions, and what was not understood."""
