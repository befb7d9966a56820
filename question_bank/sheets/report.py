"""What a sheet turned out to hold: plain data, ready for the review desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from question_bank.content import Key, MarkingPoint, QuestionType

Status = Literal["ok", "doubtful", "faulty"]
#: What an office suite is to make of a file.
ForeignKind = Literal["text", "table", "any"]


class UnreadableSheet(Exception):
    """The file cannot be read as a question sheet; the message is a Chinese sentence for the trainer."""


class ForeignFile(UnreadableSheet):
    """A document or workbook that we cannot read, and an office suite perhaps can; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line as displayed; a table's row is shown with its cells joined by a tab."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the sheet, outside any question, that was not understood."""

    location: str
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's remark on one field of a question; it stands until somebody sets that field.

    `written` is what the sheet has there, whole, where the field could not hold it.
    """

    field: str
    status: Status
    message: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """One question as read; `status` and `problems` always agree with `checking.check_question`."""

    type: QuestionType | None
    stem: str
    options: tuple[str, ...] = ()
    key: Key | None = None
    explanation: str = ""
    #: 1-based, into `SheetReport.lines`.
    first_line: int = 0
    last_line: int = 0
    location: str = ""
    status: Status = "ok"
    problems: tuple[str, ...] = ()
    topic: str = ""
    citation: str = ""
    #: In hundredths of a mark.
    marks: int | None = None
    difficulty: str = ""
    notes: tuple[Note, ...] = ()
    #: What the options of a matching question are joined to.
    targets: tuple[str, ...] = ()
    #: The questions of a case, whose stem is its material.
    parts: tuple[ParsedQuestion, ...] = ()
    marking_points: tuple[MarkingPoint, ...] = ()
    is_order_free: bool = False
    #: The fields that were concluded from something else than words saying so; see `confidence`.
    concluded: tuple[str, ...] = ()

    def written(self, field: str) -> str:
        """Return what the sheet has for a field that could not be read; empty where it could."""
        return next((note.written for note in self.notes if note.field == field and note.written), "")


@dataclass(frozen=True, slots=True)
class SheetReport:
    """All that was read from one sheet, and by which reader."""

    format: str
    encoding: str
    layout: str
    lines: tuple[SourceLine, ...]
    questions: tuple[ParsedQuestion, ...]
    problems: tuple[Problem, ...]
    #: Why there is nothing to import; empty where there is something.
    absence: str = ""
    #: Words that stand where column headings and labels stand; a `Mappings` may tell what they mean.
    unknown_headings: tuple[str, ...] = ()
    unknown_labels: tuple[str, ...] = ()
