"""A question read from a sheet as the bank keeps it; whether it may come in, the sheet's own judgement says."""

from __future__ import annotations

from question_bank.content import asked_digest
from question_bank.sheets import ParsedQuestion, content_of
from question_bank.suggesting import Asked, asked_of

__all__ = ["asked_of_parsed", "content_of", "digest_of"]


def asked_of_parsed(parsed: ParsedQuestion) -> Asked:
    """Return what a question asks; one whose type is not known still has its words."""
    content = content_of(parsed)
    if content is None:
        return Asked(parsed.stem, parsed.options, (), parsed.explanation, parsed.citation)
    return asked_of(content, parsed.citation)


def digest_of(parsed: ParsedQuestion) -> str:
    """Return what tells that the bank asks this already; empty while the type is not known."""
    content = content_of(parsed)
    return asked_digest(content) if content else ""
