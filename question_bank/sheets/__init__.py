"""Question sheets: bytes in, parsed and checked questions out. Pure: no Django, no database.

`read_sheet` opens the file (`sources`), lets the fittest of the `layouts` collect drafts, and weighs their words
(`interpreting`, `words`). `check_question` is the one set of rules for what may enter the bank.
"""

from question_bank.sheets.checking import check_question, content_of, part_shares, revise, with_doubt
from question_bank.sheets.confidence import Sureness, confidence, sureness
from question_bank.sheets.contract import question_from_json, question_to_json, to_json
from question_bank.sheets.reading import read_sheet
from question_bank.sheets.report import (
    ForeignFile,
    Note,
    ParsedQuestion,
    Problem,
    SheetReport,
    SourceLine,
    Status,
    UnreadableSheet,
)
from question_bank.sheets.vocabulary import Mappings
from question_bank.sheets.words.labels import Field

__all__ = [
    "Field",
    "ForeignFile",
    "Mappings",
    "Note",
    "ParsedQuestion",
    "Problem",
    "SheetReport",
    "SourceLine",
    "Status",
    "Sureness",
    "UnreadableSheet",
    "check_question",
    "confidence",
    "content_of",
    "part_shares",
    "question_from_json",
    "question_to_json",
    "read_sheet",
    "revise",
    "sureness",
    "to_json",
    "with_doubt",
]
