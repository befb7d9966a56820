"""What a layout collects about one question before its words are weighed."""

from __future__ import annotations

from dataclasses import dataclass, field

from question_bank.sheets.report import Note, Problem
from question_bank.sheets.words.headings import Section
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.markers import LETTERS
from question_bank.sheets.words.types import NamedType


@dataclass(slots=True)
class Draft:
    """One question's raw material; `fields` holds cleaned text just as the sheet gives it."""

    location: str
    first_line: int
    last_line: int
    number: int | None = None
    section: Section = field(default_factory=Section)
    tag: NamedType | None = None
    stem: str = ""
    #: The answer bracket some sheets put before the number: （√）1.
    slot: str = ""
    options: dict[str, str] = field(default_factory=dict)
    #: The right column of a matching question.
    targets: dict[str, str] = field(default_factory=dict)
    #: The questions of a case.
    parts: list[Draft] = field(default_factory=list)
    fields: dict[Field, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    #: Fields that the layout concluded rather than read.
    concluded: list[str] = field(default_factory=list)

    def option_texts(self) -> tuple[str, ...]:
        """Return the texts from A up to the last letter given; a letter that was skipped stays as an empty text."""
        return _in_order(self.options)

    def target_texts(self) -> tuple[str, ...]:
        """Return the right column's texts likewise."""
        return _in_order(self.targets)

    @property
    def declared(self) -> NamedType | None:
        """The type that the question's own tag or its section names."""
        return self.tag or self.section.type

    def add(self, field_: Field, text: str) -> None:
        """Keep a field's text; a field given twice (来源 and 页码 both cite) keeps both."""
        given = self.fields.get(field_, "")
        self.fields[field_] = f"{given} {text}".strip() if given else text


def _in_order(lettered: dict[str, str]) -> tuple[str, ...]:
    if not lettered:
        return ()
    last = LETTERS.index(max(lettered))
    return tuple(lettered.get(letter, "") for letter in LETTERS[: last + 1])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a layout made of a source."""

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...] = ()
