"""What a piece of evidence earns: formulas as data, pure functions over them. Points are integers in hundredths."""

from appraisal.rules.formulas import (
    Award,
    Band,
    ExamBands,
    ExamEvidence,
    Formula,
    FormulaError,
    NoteBase,
    NoteEvidence,
    award,
    describe,
    from_json,
    rising_bands,
    show,
    to_json,
)

__all__ = [
    "Award",
    "Band",
    "ExamBands",
    "ExamEvidence",
    "Formula",
    "FormulaError",
    "NoteBase",
    "NoteEvidence",
    "award",
    "describe",
    "from_json",
    "rising_bands",
    "show",
    "to_json",
]
