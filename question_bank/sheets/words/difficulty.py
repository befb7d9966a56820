"""Grades of difficulty in the words that mean just one of ours; 很难 or 0.6 are of another scale."""

from __future__ import annotations

from question_bank.sheets.words.folding import squeezed

_GRADES = {
    word: grade
    for grade, words in {
        "易": ("易", "容易", "简单", "低"),
        "中": ("中", "中等", "适中", "一般", "普通"),
        "难": ("难", "困难", "高"),
    }.items()
    for word in words
}


def graded(text: str) -> str:
    """Return the grade a word means, or the text as it stands."""
    return _GRADES.get(squeezed(text), text)
