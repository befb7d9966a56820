"""What became of each provision from one version of a document to the next: two trees in, pairs of paths out."""

from __future__ import annotations

from question_bank.provisions.alignment.aligning import align
from question_bank.provisions.alignment.difference import (
    Piece,
    TextDifference,
    TrackedPiece,
    text_difference,
    tracked_text,
)
from question_bank.provisions.alignment.relations import AlignedPair, Alignment, AlignmentCounts, Relation

__all__ = [
    "AlignedPair",
    "Alignment",
    "AlignmentCounts",
    "Piece",
    "Relation",
    "TextDifference",
    "TrackedPiece",
    "align",
    "text_difference",
    "tracked_text",
]
