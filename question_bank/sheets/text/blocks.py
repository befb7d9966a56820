"""The lines of one question made into a draft: stem, options, labelled parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note
from question_bank.sheets.text.letters import restore_letters
from question_bank.sheets.text.lines import Line, joined
from question_bank.sheets.words.headings import Section
from question_bank.sheets.words.labels import Field, Label, label_at_start, labels_within
from question_bank.sheets.words.markers import (
    LETTERS,
    OptionMark,
    option_at_start,
    spaced_options,
    strong_options,
)
from question_bank.sheets.words.types import NamedType

_LONGEST_SHORT_ANSWER = 12
_ANSWER_TAIL = re.compile(
    r"\s{0,9}\[\s?(?P<answer>[A-J]{1,10}|对|错|√|×|是|否|正确|错误)\s?\]\s{0,3}(?:\[\s?(?P<marks>\d{1,3}(?:\.\d{1,2})?分)\s?\])?"
    r"\s{0,3}(?:\[[^\[\]]{0,20}\])?"
)
_BRACKETED = re.compile(r"[(\[](?:难度系数|难易程度|难易度|难度)\s?[:为是]?\s?(?P<value>[^()\[\]]{1,6})[)\]]")
#: A wrapped line reaches nearly to the margin.
_FULL_LINE = 0.75


@dataclass(slots=True)
class Block:
    """The lines that belong to one question, its number already cut off."""

    lines: list[Line] = field(default_factory=list)
    section: Section = field(default_factory=Section)
    number: int | None = None
    tag: NamedType | None = None
    slot: str = ""
    #: See `lines.wrap_width`; 0 where it is not known.
    width: int = 0
    #: A case announced as the material of the questions with these numbers, which follow it.
    asked_numbers: range | None = None
    children: list[Block] = field(default_factory=list)
    #: Whether a line so far gives the answer, and how many begin with an option's letter.
    answered: bool = field(default=False, init=False)
    listed: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        for line in self.lines:
            self._take_note(line)

    def append(self, line: Line) -> None:
        """Add the next line."""
        self.lines.append(line)
        self._take_note(line)

    def draft(self) -> Draft:
        """Return the question these lines describe."""
        return _BlockReader(self).draft()

    def _take_note(self, line: Line) -> None:
        self.answered = self.answered or holds_answer(line)
        self.listed += option_at_start(line.shape) is not None


def holds_answer(line: Line) -> bool:
    """Say whether the line has an answer's label, at its start or further on."""
    label = label_at_start(line.shape)
    if label is not None and label.field is Field.ANSWER:
        return True
    return any(label.field is Field.ANSWER for label in labels_within(line.shape, 0))


class _BlockReader:
    """Reads a block from top to bottom; every line joins the part that is open."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.lines = [line for line in block.lines if not line.blank]
        self.stem: list[str] = []
        self.options: dict[str, list[str]] = {}
        self.fields: dict[Field, list[str]] = {}
        self.open: Field | str = Field.STEM
        self.notes: list[Note] = []
        self.previous: Line | None = None
        # A letter that begins a line somewhere is never sought inside another: “A、维生素A、B、C” stays whole.
        # The first line is the stem, even if it begins “A市某单位……”.
        self.leading = {mark.letter for line in self.lines[1:] if (mark := option_at_start(line.shape))}

    def draft(self) -> Draft:
        for line in self.lines:
            self._read(line)
            self.previous = line
        # The first line counts even where its number was all it held.
        first, last = self.block.lines[0].number, (self.lines or self.block.lines)[-1].number
        draft = Draft(
            location=f"第 {first} 行",
            first_line=first,
            last_line=last,
            number=self.block.number,
            section=self.block.section,
            tag=self.block.tag,
            stem=joined(self.stem),
            slot=self.block.slot,
            options={letter: joined(texts) for letter, texts in self.options.items()},
            notes=self.notes,
        )
        for field_, texts in self.fields.items():
            draft.add(field_, self._joined_field(field_, texts))
        restore_letters(draft, self.lines)
        return draft

    @staticmethod
    def _joined_field(field_: Field, texts: Sequence[str]) -> str:
        """A short answer such as “A” is whole; what follows it is not its other half."""
        if field_ is Field.ANSWER and texts and len(texts[0]) <= _LONGEST_SHORT_ANSWER:
            return "\n".join(texts)
        return joined(texts)

    def _read(self, line: Line) -> None:
        """One line: what stands before its first label, then each labelled part."""
        line = self._without_bracketed(line)
        if line.blank:
            return
        tail = _ANSWER_TAIL.fullmatch(line.shape)
        if tail is not None and self.stem:
            self._read_tail(tail)
            return
        labels = self._labels(line)
        before = line.cut(0, labels[0].start) if labels else line
        if labels and before.shape.endswith("(") and line.shape.endswith(")"):
            # “B.乙（答案：A）”: the brackets belong to the answer.
            before, line = before.cut(0, -1), line.cut(0, -1)
        if not before.blank:
            self._read_unlabelled(before)
        for label, following in zip_longest(labels, labels[1:]):
            value = line.cut(label.end, following.start if following else None)
            self._open_field(label.field, value)

    def _without_bracketed(self, line: Line) -> Line:
        """“（难度系数：中）” stands anywhere and belongs to nothing around it."""
        match = _BRACKETED.search(line.shape)
        if match is None:
            return line
        self.fields.setdefault(Field.DIFFICULTY, []).append(match["value"])
        rest = f"{line.text[: match.start()].rstrip()} {line.text[match.end() :].lstrip()}".strip()
        return Line.of(line.number, rest)

    def _read_tail(self, tail: re.Match[str]) -> None:
        """“[AB][3分]”: the answer and the marks in brackets below the options."""
        self.fields.setdefault(Field.ANSWER, []).append(tail["answer"])
        if tail["marks"]:
            self.fields.setdefault(Field.MARKS, []).append(tail["marks"])
        self.open = Field.ANSWER

    def _labels(self, line: Line) -> list[Label]:
        first = label_at_start(line.shape)
        within = labels_within(line.shape, first.end if first else 0)
        labels = [first] if first else []
        for label in within:
            # Inside an explanation “故答案：B” is running text.
            if label.field not in self.fields and all(label.field != other.field for other in labels):
                labels.append(label)
        return labels

    def _open_field(self, field_: Field, value: Line) -> None:
        if field_ is Field.STEM:
            self.stem.append(value.text)
            self.open = Field.STEM
            return
        texts = self.fields.setdefault(field_, [])
        if texts and field_ is Field.ANSWER:
            self._doubt("key", f"第 {value.number} 行又有一个答案，请核对是否是另一道题")
        if value.text:
            texts.append(value.text)
        self.open = field_

    def _read_unlabelled(self, line: Line) -> None:
        if self.open is Field.STEM or not self._in_field():
            marks = self._option_marks(line)
            if marks:
                self._read_options(line, marks)
                return
        if self._in_field() and not self.options and self._begins_options(line):
            self._read_options(line, self._option_marks(line))
            return
        self._continue(line)

    def _in_field(self) -> bool:
        return isinstance(self.open, Field) and self.open is not Field.STEM

    def _begins_options(self, line: Line) -> bool:
        """Options may follow a short answer; a long one, or an explanation, may be a list of its own."""
        mark = option_at_start(line.shape)
        listed = mark is not None and mark.letter == "A" and "B" in self.leading
        return listed and self.open is Field.ANSWER and sum(map(len, self.fields[self.open])) <= _LONGEST_SHORT_ANSWER

    def _continue(self, line: Line) -> None:
        if self.open is Field.STEM:
            self.stem.append(line.text)
        elif isinstance(self.open, Field):
            self.fields[self.open].append(line.text)
        else:
            self._doubt_continuation(line)
            self.options[self.open].append(line.text)

    def _doubt_continuation(self, line: Line) -> None:
        """A line after an option that did not reach the margin may be a stray one."""
        if self.previous is None or self.previous.width < _FULL_LINE * self.block.width:
            self._doubt("options", f"第 {line.number} 行接在选项 {self.open} 后面，请核对是否属于这个选项")

    def _doubt(self, field_: str, message: str) -> None:
        self.notes.append(Note(field_, "doubtful", message))

    def _read_options(self, line: Line, marks: Sequence[OptionMark]) -> None:
        before = line.text[: marks[0].start].strip()
        if before:
            self._continue(line.cut(0, marks[0].start))
        for mark, following in zip_longest(marks, marks[1:]):
            text = line.text[mark.end : following.start if following else None].strip()
            self.options[mark.letter] = [text]
            self.open = mark.letter

    def _option_marks(self, line: Line) -> list[OptionMark]:
        """Return the options that begin in this line, in order of their letters."""
        first = option_at_start(line.shape)
        expected = self._expected()
        if first is None or not self.stem or not self._acceptable(first, expected):
            return self._trailing_options(line) if expected == "A" else self._inner_options(line, 0, expected, "")
        further = self._inner_options(line, first.end, _next(first.letter), first.style)
        if first.letter == "A" and not first.style and not further and "B" not in self.leading:
            # “A市……” or “A 股……” without any B is text.
            return []
        return [first, *further]

    def _expected(self) -> str:
        return _next(max(self.options)) if self.options else "A"

    def _acceptable(self, mark: OptionMark, expected: str) -> bool:
        """The next letter; a later one where letters were lost, but never in a stem that has no options yet."""
        if mark.letter == expected:
            return True
        return mark.letter > expected and (bool(self.options) or (mark.letter == "B" and "C" in self.leading))

    def _inner_options(self, line: Line, start: int, expected: str, style: str) -> list[OptionMark]:
        """Return the further letters of a line, each in the style of the first or set off by a blank."""
        found: list[OptionMark] = []
        # After “A.” only “B.” begins an option; the B of 维生素 B does not.
        marks = [*strong_options(line.shape, start), *([] if style else spaced_options(line.shape, start))]
        for mark in sorted(marks, key=lambda mark: mark.start):
            follows_blank = line.shape[mark.start - 1 : mark.start].isspace()
            alike = bool(mark.style) and mark.style == style
            if mark.letter == expected and mark.letter not in self.leading and (follows_blank or alike):
                found.append(mark)
                expected = _next(expected)
        texts = [line.text[a.end : b.start].strip() for a, b in pairwise(found)]
        return found if all(texts) and (not found or line.text[found[-1].end :].strip()) else []

    def _trailing_options(self, line: Line) -> list[OptionMark]:
        """Options that follow the stem on its own line: “……是（　）。 A.甲 B.乙”, the rest perhaps on the next."""
        for mark in [*strong_options(line.shape), *spaced_options(line.shape)]:
            if mark.letter != "A" or "A" in self.leading or not _ends_stem(line.shape[: mark.start]):
                continue
            further = self._inner_options(line, mark.end, "B", mark.style)
            if line.text[mark.end :].strip() and (further or "B" in self.leading):
                return [mark, *further]
        return []


def _ends_stem(before: str) -> bool:
    return before[-1:].isspace() or before.rstrip()[-1:] in tuple("。？?：:)）_;；.")


def _next(letter: str) -> str:
    """Return the letter after this one; past the last comes nothing that a sheet could hold."""
    return (LETTERS + "~")[LETTERS.index(letter) + 1]
