"""A question read from a sheet as the bank keeps it."""

from __future__ import annotations

from string import ascii_uppercase

from question_bank.content import CHOICE_TYPES, Option, QuestionContent, asked_digest, check_content, widened_slots
from question_bank.sheets import ParsedQuestion
from question_bank.sheets.report import Status


def content_of(parsed: ParsedQuestion) -> QuestionContent | None:
    """Return the content, options lettered as in the sheet; None while the type is not known."""
    if parsed.type is None:
        return None
    options = parsed.options if parsed.type in CHOICE_TYPES else ()
    lettered = tuple(Option(letter, text) for letter, text in zip(ascii_uppercase, options, strict=False))
    return QuestionContent(parsed.type, widened_slots(parsed.stem), lettered, parsed.key, parsed.explanation)


def digest_of(parsed: ParsedQuestion) -> str:
    """Return what tells that the bank asks this already; empty while the type is not known."""
    content = content_of(parsed)
    return asked_digest(content) if content else ""


def judged(parsed: ParsedQuestion) -> tuple[Status, tuple[str, ...]]:
    """Return the sheet's judgement and problems, and with them whatever else the bank would refuse."""
    content = content_of(parsed)
    refused = check_content(content) if content else ()
    if parsed.status == "ok" and refused:
        return "doubtful", refused
    return parsed.status, parsed.problems


def acceptance_problems(parsed: ParsedQuestion) -> tuple[str, ...]:
    """Return why a question cannot enter the bank even if a trainer says that its doubts are unfounded."""
    content = content_of(parsed)
    return parsed.problems if content is None or parsed.status == "faulty" else check_content(content)
