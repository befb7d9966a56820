"""When a question may enter the bank: the bank's own rules, and what a reader of sheets must doubt besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import gcd
from string import ascii_uppercase
from typing import Any

from question_bank.content import (
    CHOICE_TYPES,
    DIFFICULTIES,
    MAX_OPTIONS,
    Option,
    Part,
    QuestionContent,
    QuestionType,
    check_content,
)
from question_bank.sheets.report import Note, ParsedQuestion, Status
from question_bank.sheets.sources.source import PICTURE
from question_bank.sheets.words.answers import plain_letters
from question_bank.sheets.words.stems import take_choice

_NO_KEY = "没有答案"
_NUMBERS = tuple(map(str, range(1, MAX_OPTIONS + 1)))
_LONGEST_STEM = 5_000


def check_question(parsed: ParsedQuestion) -> tuple[Status, tuple[str, ...]]:
    """Judge a question by its content and by the reader's notes that still stand.

    What the bank would refuse is faulty; what it would take, but a person should look at first, is doubtful.
    """
    faults = [*(note.message for note in parsed.notes if note.status == "faulty"), *_faults(parsed)]
    doubts = [*(note.message for note in parsed.notes if note.status == "doubtful"), *_doubts(parsed)]
    status: Status = "faulty" if faults else "doubtful" if doubts else "ok"
    return status, tuple(dict.fromkeys([*faults, *doubts]))


def content_of(parsed: ParsedQuestion) -> QuestionContent | None:
    """Return the content as the bank keeps it; None while its type, or that of one of its parts, is not known.

    Options are lettered as in the sheet; the left column of a matching question is numbered, its right one lettered.
    """
    if parsed.type is None:
        return None
    parts = tuple(map(content_of, parsed.parts))
    numbered = parsed.type is QuestionType.MATCHING
    return QuestionContent(
        parsed.type,
        parsed.stem,
        _options(parsed.options, _NUMBERS if numbered else ascii_uppercase),
        parsed.key,
        parsed.explanation,
        targets=_options(parsed.targets, ascii_uppercase),
        parts=tuple(
            Part(part, share) for part, share in zip(parts, part_shares(parsed.parts), strict=True) if part is not None
        ),
        marking_points=parsed.marking_points,
        is_order_free=parsed.is_order_free,
    )


def part_shares(parts: Sequence[ParsedQuestion]) -> list[int]:
    """Return how the parts of a case share its marks: as their own marks do, if each has some."""
    marks = [part.marks or 0 for part in parts]
    common = gcd(*marks)
    return [mark // common for mark in marks] if all(marks) else [1] * len(marks)


def _options(texts: Sequence[str], ids: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(id_, text) for id_, text in zip(ids, texts, strict=False))


def checked(parsed: ParsedQuestion) -> ParsedQuestion:
    """Return the question with the status and problems its content deserves."""
    status, problems = check_question(parsed)
    return replace(parsed, status=status, problems=problems)


def revise(parsed: ParsedQuestion, **changes: Any) -> ParsedQuestion:
    """Return the question after a trainer's edit, judged anew: notes on a field end when that field is set."""
    notes = tuple(note for note in parsed.notes if note.field not in changes)
    changes["concluded"] = tuple(field for field in parsed.concluded if field not in changes)
    if "options" in changes:
        changes["options"] = tuple(changes["options"])
    return checked(replace(parsed, notes=notes, **changes))


def with_doubt(parsed: ParsedQuestion, field: str, message: str) -> ParsedQuestion:
    """Return the question with just this doubt about a field, or with none for an empty message, judged anew."""
    others = tuple(note for note in parsed.notes if note.field != field)
    doubts = (Note(field, "doubtful", message),) if message else ()
    return checked(replace(parsed, notes=(*others, *doubts)))


def _faults(parsed: ParsedQuestion) -> Iterator[str]:
    unclear = {note.field for note in parsed.notes if note.status == "faulty"}
    if len(parsed.stem) > _LONGEST_STEM:
        yield f"题干超过 {_LONGEST_STEM} 字"
    if parsed.type is None:
        # The note on the type says more, where there is one.
        if "type" not in unclear:
            yield "看不出题型"
        if not parsed.stem.strip():
            yield "题干为空"
        return
    for number, part in enumerate(parsed.parts, start=1):
        if part.type is None:
            yield f"第 {number} 小题：{'；'.join(part.problems)}"
    content = content_of(parsed)
    for problem in check_content(content) if content else ():
        # A note such as “答案‘见教材’看不出是哪个选项” already says why there is none.
        if not (problem == _NO_KEY and "key" in unclear):
            yield problem


def _doubts(parsed: ParsedQuestion) -> Iterator[str]:
    if parsed.stem.rstrip().endswith(("（", "(")):
        yield "题干像是没有写完"
    if any(PICTURE in text for text in (parsed.stem, *parsed.options)):
        yield "原文此处有图片，图片没有读入"
    if parsed.type in CHOICE_TYPES:
        standing = take_choice(parsed.stem, parsed.options)[1] or ""
        if standing and plain_letters(standing) == parsed.key:
            yield "题干里像是还留着答案"
    for number, part in enumerate(parsed.parts, start=1):
        if part.status == "doubtful":
            yield f"第 {number} 小题：{'；'.join(part.problems)}"
    if parsed.difficulty and parsed.difficulty not in DIFFICULTIES:
        yield f"难度“{parsed.difficulty[:20]}”不是易、中、难，请改；照此采用则不带难度"
