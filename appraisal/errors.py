"""What services of this app refuse."""

from __future__ import annotations


class VersionStartError(Exception):
    """A rule's version would begin in a past that is already decided; the message is for the organizer."""
