"""Questions in the formats of other systems, both ways: bytes in, questions out, and back. Pure: no Django.

Each format reads to an `Intake`, which also tells what it could not take, and writes an `Export`, which also tells what
it could not carry.
"""

from question_bank.interchange.aiken import read_aiken, write_aiken
from question_bank.interchange.formats import BY_KEY, FORMATS, Format, is_exchanged, read_file
from question_bank.interchange.gift import parse_gift, read_gift, write_gift
from question_bank.interchange.moodle import read_moodle, write_moodle
from question_bank.interchange.own_json import read_json, write_json
from question_bank.interchange.qti import read_qti, write_qti_21, write_qti_22, write_qti_30
from question_bank.interchange.shape import (
    CitationText,
    Export,
    Intake,
    InterchangeError,
    InterchangeQuestion,
    Loss,
    LossReport,
    Unread,
)
from question_bank.interchange.workbook import read_table, read_workbook, table_of, write_workbook

__all__ = [
    "BY_KEY",
    "FORMATS",
    "CitationText",
    "Export",
    "Format",
    "Intake",
    "InterchangeError",
    "InterchangeQuestion",
    "Loss",
    "LossReport",
    "Unread",
    "is_exchanged",
    "parse_gift",
    "read_aiken",
    "read_file",
    "read_gift",
    "read_json",
    "read_moodle",
    "read_qti",
    "read_table",
    "read_workbook",
    "table_of",
    "write_aiken",
    "write_gift",
    "write_json",
    "write_moodle",
    "write_qti_21",
    "write_qti_22",
    "write_qti_30",
    "write_workbook",
]
