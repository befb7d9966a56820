"""What the bank's services refuse to do; each message is a sentence for the trainer."""

from __future__ import annotations

from accounts.errors import RefusedError


class DocumentError(RefusedError):
    """A policy document cannot be taken, corrected or confirmed so."""


class ImportRowError(RefusedError):
    """A row of a sheet cannot be decided so."""


class QuestionError(RefusedError):
    """A question's words or its authority do not hold."""


class ReviewError(RefusedError):
    """A question cannot take this step now, or not by this person."""


class ImageError(RefusedError):
    """A file is no image that a question may show."""


class DraftError(RefusedError):
    """Drafts cannot be made here, or this one not be decided so."""


class ExchangeError(RefusedError):
    """A file of another system cannot be taken."""
