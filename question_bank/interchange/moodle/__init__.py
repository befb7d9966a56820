"""Moodle XML: `reading` and `writing`, and `cloze` for its questions within questions."""

from question_bank.interchange.moodle.reading import read_moodle
from question_bank.interchange.moodle.writing import write_moodle

__all__ = ["read_moodle", "write_moodle"]
